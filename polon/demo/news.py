"""Pages of the news site: articles with the metadata of real sites in several ways, a feed, robots.txt."""

from __future__ import annotations

import json
from email.utils import format_datetime
from html import escape

from polon.demo.world import Article, NewsSite
from polon.mock.markup import form

_FOOTER = {"en": "All rights reserved.", "uk": "Усі права захищено.", "ru": "Все права защищены."}


def article_page(site: NewsSite, article: Article, base: str) -> str:
    """An article: its text amid menu, ticker, a «read also» box, share links and footer."""
    most_read = "\n".join(f'<li><a href="{a.path}">{escape(a.title)}</a></li>' for a in site.article if a != article)
    return form("polon.demo", "article.html").fill(
        lang=article.lang,
        title=escape(article.title),
        site=escape(site.name),
        url=base + article.path,
        lead=escape(article.paragraphs[0]),
        head=_head(site, article, base),
        time=_time(article),
        author=escape(article.author),
        text=_text(site, article),
        most_read=most_read,
        footer=_FOOTER[article.lang],
    )


def feed(site: NewsSite, base: str) -> str:
    """The RSS 2.0 feed, newest first."""
    newest = sorted(site.article, key=lambda a: a.published, reverse=True)
    items = [_item(base + a.path, a.title, format_datetime(a.published)) for a in newest]
    return form("polon.demo", "rss.xml").fill(
        title=escape(site.name), description=escape(site.description), link=base, items="\n".join(items)
    )


def robots() -> str:
    """robots.txt: everything but what nobody links to."""
    return "User-agent: *\nDisallow: /private/\n"


def _item(link: str, title: str, published: str) -> str:
    return (
        f'<item><title>{escape(title)}</title><link>{link}</link><guid isPermaLink="true">{link}</guid>'
        f"<pubDate>{published}</pubDate></item>"
    )


def _head(site: NewsSite, article: Article, base: str) -> str:
    if article.meta == "meta":
        return f'<meta property="article:published_time" content="{article.published.isoformat()}">'
    if article.meta == "time":
        return ""
    linked: dict[str, object] = {
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": article.published.isoformat(),
        "inLanguage": article.lang,
        "mainEntityOfPage": base + article.path,
        "author": {"@type": "Organization", "name": article.author},
    }
    organization = {"@type": "NewsMediaOrganization", "name": site.name, "foundingDate": "2019-01-01"}
    if article.meta == "graph":
        linked = {"@graph": [organization, linked]}
    # A script ends at the first </script>, wherever it stands.
    body = json.dumps({"@context": "https://schema.org", **linked}, ensure_ascii=False).replace("<", r"\u003c")
    return f'<script type="application/ld+json">{body}</script>'


def _time(article: Article) -> str:
    printed = f"{article.published:%d.%m.%Y, %H:%M}"
    if article.meta == "time":
        return f'<time datetime="{article.published.isoformat()}">{printed}</time>'
    return f'<span class="story-time">{printed}</span>'


def _text(site: NewsSite, article: Article) -> str:
    links = "".join(f'<li><a href="/{article.lang}/">{escape(title)}</a></li>' for title in article.related)
    heading = escape(site.read_also[article.lang])
    box = f'<aside class="read-also"><div class="read-also-title">{heading}:</div><ul>{links}</ul></aside>'
    first, *others = (f"<p>{escape(p)}</p>" for p in article.paragraphs)
    return "\n".join((first, box, *others))

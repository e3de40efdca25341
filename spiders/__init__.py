"""Scrapy spiders, one per kind of source: they decide which URL is next and know nothing about claims."""

"""Scrapy item pipelines, one step a file: what happens to each document."""

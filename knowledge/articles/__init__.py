"""The articles staff wrote, one TOML file a topic, and the door that loads them."""

from knowledge.articles.loader import ArticleInvalid, Library, Topic, load_articles, load_library

__all__ = ["ArticleInvalid", "Library", "Topic", "load_articles", "load_library"]

"""The words by which things are found, one row a thing; the database's own index stands over them."""

from __future__ import annotations

from sqlmodel import Field

from aftersales.models.base import Base


class RequestWords(Base, table=True):
    __tablename__ = "request_words"
    id: int = Field(primary_key=True, foreign_key="service_request.id", sa_column_kwargs={"autoincrement": False})
    words: str


class SignWords(Base, table=True):
    __tablename__ = "sign_words"
    id: int = Field(primary_key=True, foreign_key="sign.id", sa_column_kwargs={"autoincrement": False})
    words: str


class ProjectWords(Base, table=True):
    __tablename__ = "project_words"
    id: int = Field(primary_key=True, foreign_key="project.id", sa_column_kwargs={"autoincrement": False})
    words: str


class CustomerWords(Base, table=True):
    __tablename__ = "customer_words"
    id: int = Field(primary_key=True, foreign_key="customer.id", sa_column_kwargs={"autoincrement": False})
    words: str


SEARCHED = (RequestWords, SignWords, ProjectWords, CustomerWords)

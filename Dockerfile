# The image of every process of ours: web, worker, beat, relay, release. Two steps, so that no build tool is left in it.
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
RUN python -m venv .venv
COPY requirements/main.txt requirements/main.txt
RUN .venv/bin/pip install --require-hashes --no-input -r requirements/main.txt
COPY wsgi.py gunicorn.conf.py ./
COPY marketplace marketplace
COPY search_index search_index
COPY templates templates
COPY static static
COPY migrations migrations
COPY scripts scripts
RUN .venv/bin/python scripts/messages.py compile \
    && .venv/bin/python -m compileall -q marketplace search_index

FROM python:3.11-slim-bookworm
RUN groupadd --system --gid 10001 vuon \
    && useradd --system --uid 10001 --gid vuon --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin vuon \
    && install -d -o vuon -g vuon -m 700 /data
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    VUON_ENV=production \
    VUON_DATA_DIR=/data \
    WEB_BIND=0.0.0.0:8000
USER vuon
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 CMD ["python", "scripts/healthy.py"]
CMD ["gunicorn", "--config", "gunicorn.conf.py", "wsgi:app"]

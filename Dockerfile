# The portal without its servers: web, worker and beat run the same image with different commands (docker-compose.yml).

FROM node:22-bookworm-slim AS frontend
WORKDIR /app/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY frontend/ ./
RUN node build.mjs

FROM python:3.13-slim-bookworm
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=aeo_portal.settings.production \
    AEO_DATA_DIR=/data \
    PROMETHEUS_MULTIPROC_DIR=/tmp/metrics
RUN useradd --system --create-home --home-dir /data portal
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
COPY --from=frontend /app/frontend/dist frontend/dist
# Static files are collected while the image is built, with settings that need no secret.
RUN python -m aeo_portal.assets \
    && DJANGO_SETTINGS_MODULE=aeo_portal.settings.build python -m django make_fonts \
    && DJANGO_SETTINGS_MODULE=aeo_portal.settings.build python -m django collectstatic --noinput \
    && mkdir -p /tmp/metrics \
    && chown portal /tmp/metrics
USER portal
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/livez', timeout=4)"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--no-ws", "--workers", "2", "--blocking-threads", "2", "aeo_portal.wsgi:application"]

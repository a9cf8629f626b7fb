# Untested so far: written where no Docker engine was at hand. README says how Sluice is configured.
FROM node:24-slim AS browser-libraries
WORKDIR /sluice
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts

FROM python:3.13-slim
WORKDIR /sluice
RUN useradd --system --create-home sluice && mkdir --parents var/flags && chown --recursive sluice var
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes --requirement requirements.txt
COPY --from=browser-libraries /sluice/node_modules node_modules
COPY . .
# Collecting needs settings but no service: these values are used for nothing else.
RUN DATABASE_URL=postgresql://none/none BROKER_URL=redis://none EMAIL_URL=smtp://none \
    ALLOWED_HOSTS=none SECRET_KEY=collects-static-files-and-signs-nothing-0123456789-abc \
    python manage.py collectstatic --no-input
USER sluice
EXPOSE 8000
CMD ["python", "-m", "config.web", "--interface", "wsgi", "--host", "0.0.0.0", "--port", \
     "8000", "--workers", "2", "--blocking-threads", "4", "--log-config", "config/granian.json", "config.wsgi:application"]

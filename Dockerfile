# One image a service: docker build --build-arg SERVICE=attendance-service .   (dashboard-service, tasks; database: migrate)
ARG NODE=22-bookworm-slim

FROM node:${NODE} AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY domain/package.json domain/
COPY platform/package.json platform/
COPY database/package.json database/
COPY ledger/package.json ledger/
COPY engines/package.json engines/
COPY attendance-service/package.json attendance-service/
COPY dashboard-service/package.json dashboard-service/
COPY dashboard-service/web/package.json dashboard-service/web/
COPY tasks/package.json tasks/
COPY scripts/package.json scripts/

# The same for every service, so that it is built once.
FROM manifests AS build
RUN npm install --no-save --include-workspace-root \
  -w domain -w platform -w database -w ledger -w attendance-service -w dashboard-service -w dashboard-service/web -w tasks
COPY . .
# A workspace with more than TypeScript to build has a script for it.
RUN npx tsc -b attendance-service dashboard-service tasks && npm run build --workspaces --if-present
# Only dashboard-service has screens, and only attendance-service a kiosk; the others' folders are empty.
RUN mkdir -p attendance-service/web/dist tasks/web/dist database/web/dist dashboard-service/kiosk tasks/kiosk database/kiosk

FROM manifests AS production
ARG SERVICE
RUN npm install --no-save --omit=dev -w ${SERVICE}

FROM node:${NODE}
ARG SERVICE
ENV NODE_ENV=production PORT=8080
WORKDIR /app
# A new volume takes over its folder's owner.
RUN mkdir /images /scrape-key && chown node:node /images /scrape-key
COPY --from=production /app ./
COPY --from=build /app/domain/dist domain/dist
COPY --from=build /app/platform/dist platform/dist
COPY --from=build /app/database/dist database/dist
COPY database/migrations database/migrations
COPY --from=build /app/ledger/dist ledger/dist
COPY --from=build /app/${SERVICE}/dist ${SERVICE}/dist
COPY --from=build /app/${SERVICE}/web/dist ${SERVICE}/web/dist
COPY --from=build /app/${SERVICE}/kiosk ${SERVICE}/kiosk
WORKDIR /app/${SERVICE}
USER node
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is the first process, so that it is told to stop and finishes what it has in hand.
# Short-lived objects of many requests: a larger nursery spares most of the garbage collector's work.
CMD ["node", "--enable-source-maps", "--max-semi-space-size=32", "dist/main.js"]

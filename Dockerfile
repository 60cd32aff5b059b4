# Builds on the machine's own platform, whatever the image is for: the bundle is the same for all.
FROM --platform=$BUILDPLATFORM node:24-trixie-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY scripts scripts
COPY src src
RUN npm run build

FROM gcr.io/distroless/nodejs24-debian13:nonroot
COPY --from=build --chmod=0444 /build/dist/operator.mjs /app/operator.mjs
# In figures, so that Kubernetes can tell that it is not root.
USER 65532:65532
ENV NODE_ENV=production
EXPOSE 8080
ENTRYPOINT ["/nodejs/bin/node", "/app/operator.mjs"]

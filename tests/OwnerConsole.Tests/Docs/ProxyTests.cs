using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Docs;

/// <summary>Tests the proxy configurations of deploy.md, on the same machine and on another.</summary>
[OwnDatabase("The machine that the page is tried on has one.")]
[Slow(20, "Gates")]
public sealed class ProxyTests(ProxyTests.ProxyMachine site) : IClassFixture<ProxyTests.ProxyMachine>
{
    private readonly Runbook _page = new("docs/guides/deploy.md");

    [Fact]
    public async Task Nginx_passes_pages_and_live_updates_and_needs_the_port_line_on_other_ports()
    {
        var server = _page.Take("server_name");
        var elsewhere = server.Replace("listen 443", "listen 8444", StringComparison.Ordinal);
        var host = _page.Inline("proxy_set_header Host $host:$server_port");
        var corrected = elsewhere.Replace("proxy_set_header Host $host", host, StringComparison.Ordinal).Replace("8444", "8445", StringComparison.Ordinal);
        await site.Machine.Put("/etc/nginx/page.conf", "events {}\nhttp {\n" + server + elsewhere + corrected + "}");
        await site.Machine.TypeSuccessfully("nginx -c /etc/nginx/page.conf 2>/var/log/nginx.started\nanswers https://console.example/readyz");

        const string authority = "--cacert /etc/ssl/console/fullchain.pem";
        var (head, stream) = await Browse(authority, "https://console.example");
        var posted = await Post(authority, "https://console.example");
        var withoutPort = await Post(authority, "https://console.example:8444");
        var withPort = await Post(authority, "https://console.example:8445");
        await site.Machine.TypeSuccessfully("nginx -c /etc/nginx/page.conf -s stop");

        head.ShouldContain("HTTP/2 200");
        head.ShouldContain("strict-transport-security: max-age=31536000");
        stream.ShouldContain("event: line");
        posted.ShouldBe("400", "the form was read and has no email address");
        withoutPort.ShouldBe("403", "the form looks cross-site");
        withPort.ShouldBe("400");
    }

    [Fact]
    public async Task Caddy_passes_pages_and_live_updates()
    {
        // No public authority issues a certificate for this name, so Caddy uses its own.
        await site.Machine.Put("/etc/caddy/page", "{\n  local_certs\n  skip_install_trust\n}\n" + _page.Take("reverse_proxy"));
        await site.Machine.TypeSuccessfully(
            "export HOME=/opt XDG_DATA_HOME=/opt\n{ caddy run --adapter caddyfile --config /etc/caddy/page & } >/var/log/caddy.log 2>&1\nanswers https://console.example/readyz"
        );

        const string authority = "--cacert /opt/caddy/pki/authorities/local/root.crt";
        var (head, stream) = await Browse(authority, "https://console.example");
        var posted = await Post(authority, "https://console.example");
        await site.Machine.TypeSuccessfully("caddy stop");

        head.ShouldContain("HTTP/2 200");
        head.ShouldContain("strict-transport-security: max-age=31536000");
        stream.ShouldContain("event: line");
        posted.ShouldBe("400", "the form was read and has no email address");
    }

    [Fact]
    public async Task Only_a_configured_proxy_is_trusted_and_other_plain_HTTP_clients_are_refused()
    {
        var proxied = await From(ProxyMachine.Proxy);
        var strange = await From(ProxyMachine.Stranger);

        proxied.ShouldContain("HTTP/1.1 200");
        proxied.ShouldContain("strict-transport-security");
        strange.ShouldContain("HTTP/1.1 403");
        strange.ShouldContain("Sign in over HTTPS");
    }

    /// <returns>The head of the first page, and the output of an open stream.</returns>
    private async Task<(string Head, string Stream)> Browse(string authority, string address) =>
        (
            await site.Machine.TypeSuccessfully($"curl -fsSi {authority} {address}/sign-in"),
            await site.Machine.TypeSuccessfully(
                $$"""
                key='Authorization: Bearer {{site.Key}}'
                curl -fsS {{authority}} -H "$key" -X PUT -H 'Content-Type: application/json' -d '{"name":"Acme"}' {{address}}/api/v1/tenants/ext:acme
                curl -fsSN --max-time 1 {{authority}} -H "$key" '{{address}}/api/v1/stream?after=0' || [ $? = 28 ]
                """
            )
        );

    /// <returns>The status of a form sent by a browser from its own page.</returns>
    private Task<string> Post(string authority, string address) =>
        site.Machine.TypeSuccessfully(
            $$"""
            link=$(sed -n 's/.*\(.welcome?token=\S*\).*/\1/p' /var/log/owner-console.journal) jar=$(mktemp)
            page=$(curl -fsS {{authority}} -c $jar "{{address}}$link")
            token=$(echo "$page" | sed -n 's/.*name="__RequestVerificationToken"[^>]*value="\([^"]*\)".*/\1/p' | head -n 1)
            curl -sS -o /dev/null -w '%{http_code}' {{authority}} -b $jar -H 'Origin: {{address}}' --data-urlencode "__RequestVerificationToken=$token" -d "token=$(echo $link | cut -d = -f 2)" {{address}}/welcome
            rm $jar
            """
        );

    private async Task<string> From(string address) =>
        (
            await site.Machine.TypeSuccessfully(
                $"curl -sSi --interface {address} -H 'X-Forwarded-Proto: https' -H 'Host: console.example' http://{ProxyMachine.Console}:8080/sign-in"
            )
        ).Replace("Strict-Transport-Security", "strict-transport-security", StringComparison.Ordinal);

    /// <summary>The unit of deploy.md, configured for a proxy on another machine.</summary>
    public sealed class ProxyMachine : IAsyncLifetime
    {
        internal const string Proxy = "10.0.0.5",
            Stranger = "10.0.0.6",
            Console = "10.0.0.7";

        private readonly Certificate _certificate = new(name: "console.example");

        internal IsolatedMachine Machine { get; private set; } = null!; // up before any test

        /// <summary>API key of an application.</summary>
        public string Key { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            var page = new Runbook("docs/guides/deploy.md");
            Machine = await IsolatedMachine.Start(Proxy, Stranger, Console);
            await Machine.TypeSuccessfully(page.Take("useradd"));
            await Machine.Install();
            await Machine.TypeSuccessfully(
                $"""
                sed -i '/^ExecStart/i Environment={page.Inline("OWNER_CONSOLE_PROXY=")} {page.Inline(
                    "OWNER_CONSOLE_BIND="
                )}' /etc/systemd/system/owner-console.service
                mkdir /etc/ssl/console && cp {_certificate.File} /etc/ssl/console/fullchain.pem && cp {_certificate.Key} /etc/ssl/console/privkey.pem
                systemctl start owner-console
                answers http://localhost:8080/readyz
                """
            );
            await using var inside = InstalledCluster.Anothers(Machine.Data, Machine.Data + ".master-key");
            Key = await inside.Key();
        }

        public async ValueTask DisposeAsync()
        {
            await Machine.DisposeAsync();
            _certificate.Dispose();
        }
    }
}

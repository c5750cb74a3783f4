namespace OwnerConsole.Ui.Theme;

/// <summary>A program that reports a tenant, one of its users and an event to a console.</summary>
/// <param name="Page">Name of the language in the address of its quickstart.</param>
/// <param name="Language">Display name.</param>
/// <param name="Code">The whole program, with the console's address and the key filled in.</param>
public sealed record ReportSnippet(string Page, string Language, string Code)
{
    /// <summary>Address of the quickstart for the language.</summary>
    public string Quickstart => "/help/quickstart/" + Page;

    /// <param name="origin">Scheme, host and port of the console.</param>
    /// <param name="key">The API key, or a placeholder.</param>
    public static IReadOnlyList<ReportSnippet> All(string origin, string key) =>
        [
            new(
                "curl",
                "curl",
                $$$"""
                export CONSOLE={{{origin}}} KEY={{{key}}}

                curl -fsS -X PUT $CONSOLE/api/v1/tenants/ext:acme \
                  -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" \
                  -d '{"name": "Acme"}'
                curl -fsS -X PUT $CONSOLE/api/v1/tenants/ext:acme/members/ext:ada \
                  -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" \
                  -d '{"name": "Ada"}'
                curl -fsS -X POST $CONSOLE/api/v1/events \
                  -H "Authorization: Bearer $KEY" -H "Content-Type: application/cloudevents+json" \
                  -d '{"specversion": "1.0", "id": "first", "source": "/setup", "type": "activity",
                       "subject": "ext:acme", "data": {"member": "ada"}}'
                """
            ),
            new(
                "node",
                "Node.js",
                $$"""
                // Save as report.mjs, then: node report.mjs
                const send = async (method, path, body, type = "application/json") => {
                  const response = await fetch("{{origin}}/api/v1" + path, {
                    method,
                    headers: { authorization: "Bearer {{key}}", "content-type": type },
                    body: JSON.stringify(body),
                  });
                  console.log(response.status, await response.text());
                };

                await send("PUT", "/tenants/ext:acme", { name: "Acme" });
                await send("PUT", "/tenants/ext:acme/members/ext:ada", { name: "Ada" });
                await send("POST", "/events", {
                  specversion: "1.0", id: "first", source: "/setup", type: "activity",
                  subject: "ext:acme", data: { member: "ada" },
                }, "application/cloudevents+json");
                """
            ),
            new(
                "python",
                "Python",
                $$$"""
                # Save as report.py, then: python3 report.py
                import json
                from urllib.request import Request, urlopen


                def send(method, path, body, type="application/json"):
                    headers = {"Authorization": "Bearer {{{key}}}", "Content-Type": type}
                    request = Request("{{{origin}}}/api/v1" + path, json.dumps(body).encode(), headers, method=method)
                    with urlopen(request) as response:
                        print(response.status, response.read().decode())


                send("PUT", "/tenants/ext:acme", {"name": "Acme"})
                send("PUT", "/tenants/ext:acme/members/ext:ada", {"name": "Ada"})
                send("POST", "/events", {
                    "specversion": "1.0", "id": "first", "source": "/setup", "type": "activity",
                    "subject": "ext:acme", "data": {"member": "ada"},
                }, "application/cloudevents+json")
                """
            ),
            new(
                "dotnet",
                "C#",
                $$"""
                // Needs a reference to OwnerConsole.Client.
                using OwnerConsole.Client;

                var builder = WebApplication.CreateBuilder(args);
                builder.Services.AddOwnerConsole(new()
                {
                    Address = new("{{origin}}"),
                    Key = "{{key}}",
                    Application = "my-app",
                });
                var app = builder.Build();
                await app.StartAsync();

                var console = app.Services.GetRequiredService<OwnerConsoleClient>();
                await console.ReportTenant("acme", new() { Name = "Acme" });
                await console.ReportMember("acme", "ada", new() { Name = "Ada" });
                await console.Report(new("activity", "acme") { Id = "first", Member = "ada" });
                await app.StopAsync(); // sends the event
                """
            ),
        ];
}

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.Installations;

namespace OwnerConsole.Tests.Integrations.Connectors;

/// <summary>Connecting a database shows the first rows, or what is wrong and how to fix it.</summary>
public sealed class ConnectorTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_connection_test_shows_the_first_rows_and_how_columns_are_mapped()
    {
        await using var shop = await OwnerDatabase.Open();
        await shop.Execute("insert into accounts (id, name, country) values (7, 'Lumen', 'CH'), (8, 'Acorn', 'Norway')");

        var trial = await Try(shop.Input());

        trial.GetProperty("is_good").GetBoolean().ShouldBeTrue(trial.GetRawText());
        var tenants = trial.GetProperty("views")[0];
        var name = tenants.GetProperty("columns").EnumerateArray().Single(column => column.GetProperty("column").GetString() == "name");
        name.GetProperty("interpreted_as").GetString().ShouldBe("tenant name");
        name.GetProperty("values").EnumerateArray().Select(value => value.GetString()).ShouldBe(["Lumen", "Acorn"]);
        tenants.GetProperty("rejected")[0].GetString().ShouldBe("8: country: must be two uppercase letters, such as CH.");
    }

    [Fact]
    public async Task Errors_of_a_view_are_listed_by_column()
    {
        await using var shop = await OwnerDatabase.Open();
        await shop.Execute(
            $"""
            drop view owner_console_events;
            drop view owner_console_members;
            create view owner_console_members as select id as external_id, name, seen_at at time zone 'UTC' as last_seen_at, updated_at as cursor, email as mail from people;
            grant select on owner_console_members to {shop.Role};
            revoke select on owner_console_tenants from {shop.Role}
            """
        );

        var views = (await Try(shop.Input())).GetProperty("views");

        Errors(views[0]).ShouldBe([$"{shop.Role} can't read owner_console_tenants. Run: grant select on owner_console_tenants to \"{shop.Role}\";"]);
        Errors(views[1])
            .ShouldBe([
                "owner_console_members has no column tenant_external_id (text).",
                "owner_console_members.last_seen_at has the type timestamp without time zone instead of timestamptz: use last_seen_at at time zone 'UTC' in the view.",
            ]);
        views[1].GetProperty("ignored")[0].GetString().ShouldBe("mail");
        Errors(views[2])[0].ShouldContain("can't find the view owner_console_events");
    }

    [Theory]
    [InlineData("grant insert on bookings to {0}", "bookings")]
    [InlineData("grant update (name) on people to {0}", "people")]
    [InlineData("alter role {0} createrole", "more than tables")]
    [InlineData("create role {0}_writer; grant delete on accounts to {0}_writer; alter role {0} noinherit; grant {0}_writer to {0}", "accounts")]
    public async Task A_role_that_can_write_is_refused_with_the_SQL_to_fix_it(string grant, string what)
    {
        await using var shop = await OwnerDatabase.Open();
        await shop.Execute(string.Format(null, grant, shop.Role));

        var trial = await Try(shop.Input());
        await shop.Execute(
            "drop owned by " + shop.Role + (grant.Contains("_writer", StringComparison.Ordinal) ? $", {shop.Role}_writer; drop role {shop.Role}_writer" : "")
        );

        trial.GetProperty("error").GetString().ShouldBe($"{shop.Role} can write ({what}). Create a separate role that can only read the three views.");
        trial
            .GetProperty("fix")
            .GetString()!
            .ShouldContain("grant select on owner_console_tenants, owner_console_members, owner_console_events to \"owner_console\";");
    }

    [Fact]
    public async Task Failed_sign_ins_and_unreachable_servers_are_reported_with_a_reason()
    {
        await using var shop = await OwnerDatabase.Open();
        using var plain = new TcpListener(IPAddress.Loopback, 0);
        plain.Start();
        var port = ((IPEndPoint)plain.LocalEndpoint).Port;
        using var over = new CancellationTokenSource();
        var refusing = Refuse(plain, over.Token);

        var answers = new[]
        {
            await Trouble(shop.Input(password: "another word")),
            await Trouble(shop.Input(database: "nowhere")),
            await Trouble(shop.Input(host: "127.0.0.1", port: InstalledConsole.FreePort())),
            await Trouble(shop.Input(host: "no-such-server.invalid")),
            await Trouble(shop.Input(host: "127.0.0.1", port: port, encryption: "verified")),
        };

        answers[0].ShouldContain($"rejected the password for {shop.Role}.");
        answers[1].ShouldContain("has no database named nowhere.");
        answers[2].ShouldStartWith("No response from 127.0.0.1, port ");
        answers[3].ShouldBe("The host no-such-server.invalid was not found.");
        answers[4].ShouldStartWith("127.0.0.1 doesn't support TLS.");
        await over.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => refusing);
    }

    [Fact]
    public async Task A_certificate_of_another_server_is_reported_with_a_reason_and_without_a_request_to_its_issuer()
    {
        using var issuer = new TcpListener(IPAddress.Loopback, 0);
        issuer.Start();
        using var strange = new Certificate(name: "elsewhere.example", issuerUrl: $"http://{issuer.LocalEndpoint}/issuer.cer");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var over = new CancellationTokenSource();
        var showing = Show(strange, listener, over.Token);

        var answer = await Try(
            new
            {
                host = "127.0.0.1",
                port = ((IPEndPoint)listener.LocalEndpoint).Port,
                database = "studio",
                user_name = "reader",
                password = "a word",
                encryption = "verified",
            }
        );

        answer
            .GetProperty("error")
            .GetString()!
            .ShouldStartWith("The certificate of 127.0.0.1 is not trusted by this machine, or was issued for another host.");
        issuer.Pending().ShouldBeFalse();
        await over.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => showing);
    }

    [Fact]
    public async Task A_disconnected_database_is_not_read_until_undo()
    {
        await using var shop = await OwnerDatabase.Open();
        await shop.Execute("insert into accounts (id, name) values (7, 'Lumen')");
        await using var own = await TestConsole.Start();
        var owner = await TestApplication.Connect(own);
        await owner.Run("connector.configure", "tnt_platform", shop.Input());
        await own.Until("select count(*) = 1 from core.tenants where mode = 'live'");

        var run = await owner.Run("connector.disconnect", "tnt_platform");
        var disconnected = await owner.Get("/api/v1/connector");
        await shop.Execute("insert into accounts (id, name) values (8, 'Nord')");
        var again = await owner.Refusal("connector.disconnect", "tnt_platform");
        await owner.Undo(run);
        await own.Until("select count(*) = 2 from core.tenants where mode = 'live'");
        var back = await owner.Get("/api/v1/connector");

        (disconnected.GetProperty("is_set_up").GetBoolean(), again, back.GetProperty("database").GetString()).ShouldBe((false, "not_connected", shop.Database));
    }

    [Fact]
    public async Task The_password_is_never_returned_and_never_stored_in_plain_text()
    {
        await using var own = await TestConsole.Start();
        await using var shop = await OwnerDatabase.Open();
        var app = await TestApplication.Connect(own);

        var run = await app.Run("connector.configure", "tnt_platform", shop.Input());
        var now = await app.Get("/api/v1/connector");
        var owner = await TestBrowser.Owner(own);
        await owner.Get("/settings/connector");

        (run.GetRawText() + now.GetRawText() + owner.Page).ShouldNotContain(OwnerDatabase.Password);
        var hidden = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(OwnerDatabase.Password));
        (await Laws.DatabaseSnapshot.ReadAll(own)).Rows.ShouldNotContain(row => row.Contains(OwnerDatabase.Password) || row.Contains(hidden));
    }

    [Fact]
    public async Task A_stored_password_is_reused_only_for_the_same_server_and_role()
    {
        await using var own = await TestConsole.Start();
        await using var shop = await OwnerDatabase.Open();
        var app = await TestApplication.Connect(own);
        await app.Run("connector.configure", "tnt_platform", shop.Input());

        var moved = await app.Refusal("connector.configure", "tnt_platform", shop.Input(password: null, host: "db.example"));
        var other = await app.Refusal("connector.configure", "tnt_platform", shop.Input(password: null, role: "postgres"));
        var tested = await app.Http.PostAsync("/api/v1/connector/test", Text(shop.Input(password: null, role: "postgres")));
        var database = await app.Refusal("connector.configure", "tnt_platform", shop.Input(password: null, database: "postgres"));
        var downgraded = await app.Refusal("connector.configure", "tnt_platform", shop.Input(password: null, encryption: "encrypted"));
        var kept = await app.Post("/api/v1/connector/test", shop.Input(password: null));

        (database, downgraded).ShouldBe(("password_needed", "password_needed"));
        (moved, other, tested.StatusCode).ShouldBe(("password_needed", "password_needed", HttpStatusCode.BadRequest));
        kept.GetProperty("is_good").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("host", "a,b", "bad_host")]
    [InlineData("host", "db.example;Username=postgres", "bad_host")]
    [InlineData("port", 0, "bad_port")]
    [InlineData("database", "", "bad_database")]
    [InlineData("user_name", "a\nb", "bad_user")]
    public async Task An_invalid_server_is_refused(string field, object value, string code)
    {
        var app = await TestApplication.Connect(console);
        var input = JsonSerializer
            .SerializeToNode(
                new
                {
                    host = "db.example",
                    database = "studio",
                    user_name = "reader",
                    password = "a word",
                }
            )!
            .AsObject();
        input[field] = JsonSerializer.SerializeToNode(value);

        (await app.Refusal("connector.configure", "tnt_platform", input)).ShouldBe(code);
    }

    [Fact]
    public async Task The_docs_list_every_column_that_is_read()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Architecture.Product.Root, "docs", "guides", "sql-views.md"));

        var missing = OwnerConsole.Integrations.Connectors.SqlView.All.SelectMany(view =>
        {
            var table = page[page.IndexOf($"| `{view.Name}` |", StringComparison.Ordinal)..];
            var rows = table[..table.IndexOf("\n\n", StringComparison.Ordinal)].Split('\n');
            return view.Columns.Where(column =>
                !rows.Any(row =>
                    row.Contains($"`{column.Name}`", StringComparison.Ordinal)
                    && row.Contains($"| {column.Type}{(column.IsRequired ? ", required" : "")} |", StringComparison.Ordinal)
                )
            );
        });

        missing.ShouldBeEmpty();
    }

    private async Task<JsonElement> Try(object input) => await (await TestApplication.Connect(console)).Post("/api/v1/connector/test", input);

    private async Task<string> Trouble(object input) => (await Try(input)).GetProperty("error").GetString()!; // These inputs always have an error.

    private static IReadOnlyList<string> Errors(JsonElement view) => [.. view.GetProperty("errors").EnumerateArray().Select(element => element.GetString()!)];

    private static StringContent Text(object input) => new(Json.Text(input), Encoding.UTF8, "application/json");

    /// <summary>A server that speaks TLS like PostgreSQL, with the certificate of another server.</summary>
    private static async Task Show(Certificate certificate, TcpListener listener, CancellationToken stop)
    {
        using var shown = X509Certificate2.CreateFromPemFile(certificate.File, certificate.Key);
        var offline = SslStreamCertificateContext.Create(shown, additionalCertificates: null, offline: true); // the server would request the URL, too
        while (true)
        {
            using var caller = await listener.AcceptTcpClientAsync(stop);
            await using var stream = caller.GetStream();
            var asked = new byte[8]; // Encryption requests: GSSAPI and then TLS.
            while (await stream.ReadAtLeastAsync(asked, asked.Length, throwOnEndOfStream: false, stop) == asked.Length)
                if (asked[^1] == 47) // The code 80877103 requests TLS.
                {
                    await stream.WriteAsync("S"u8.ToArray(), stop);
                    await using var tls = new SslStream(stream, leaveInnerStreamOpen: true);
                    try
                    {
                        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = offline }, stop);
                        await tls.ReadExactlyAsync(asked, stop); // A client that trusts the certificate continues.
                    }
                    catch (Exception gone) when (gone is IOException or AuthenticationException)
                    {
                        break; // The client does not trust the certificate.
                    }
                }
                else
                    await stream.WriteAsync("N"u8.ToArray(), stop);
        }
    }

    /// <summary>A server that refuses TLS like PostgreSQL.</summary>
    private static async Task Refuse(TcpListener listener, CancellationToken stop)
    {
        while (true)
        {
            using var caller = await listener.AcceptTcpClientAsync(stop);
            await using var stream = caller.GetStream();
            var asked = new byte[8]; // Encryption requests: GSSAPI and then TLS.
            while (await stream.ReadAtLeastAsync(asked, asked.Length, throwOnEndOfStream: false, stop) == asked.Length)
                await stream.WriteAsync("N"u8.ToArray(), stop);
        }
    }
}

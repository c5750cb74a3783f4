using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tests.Reliability.Errors;

/// <summary>Errors that SDKs report over HTTP, their groups, states and pages.</summary>
public sealed class ErrorTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Occurrences_of_the_same_error_are_one_group_with_tenants_members_and_releases()
    {
        var (owner, sdk) = await Connect();
        var tenant = await owner.Tenant("acme-" + RandomNumberGenerator.GetHexString(8, lowercase: true), members: 1);
        var external = (await owner.Get($"/api/v1/tenants/{tenant}")).GetProperty("external_id").GetString()!;
        var again = ErrorStage.Event("GroupedError", external, "1.0.0");

        await ErrorStage.Report(console, sdk.Key, again, ErrorStage.Event("GroupedError", external, "1.1.0"), ErrorStage.Event("GroupedError"));
        await ErrorStage.Report(console, sdk.Key, again); // sent again
        await ErrorStage.Report(console, sdk.Key, ErrorStage.Event("GroupedError", function: "refund"));

        var groups = await owner.List("GroupedError");
        groups.Count.ShouldBe(2);
        var group = groups.Single(one => one.GetProperty("events").GetInt64() == 3);
        (group.GetProperty("tenants").GetInt64(), group.GetProperty("state").GetString(), group.GetProperty("culprit").GetString()).ShouldBe(
            (1, "unresolved", "pay")
        );
        var details = await owner.Get($"/api/v1/errors/{group.GetProperty("id").GetString()}");
        details.GetProperty("tenants")[0].GetProperty("tenant_id").GetString().ShouldBe(tenant);
        details
            .GetProperty("sightings")
            .EnumerateArray()
            .Select(sighting => sighting.GetProperty("release").GetString())
            .ShouldBe(["1.0.0", "1.1.0", null], ignoreOrder: true);
        details.GetProperty("hours").EnumerateArray().Sum(hour => hour.GetProperty("events").GetInt64()).ShouldBe(3);
        details.GetProperty("occurrences").EnumerateArray().Count(one => one.GetProperty("member_id").ValueKind is JsonValueKind.String).ShouldBe(2);
        details.GetRawText().ShouldNotContain("hunter2");
        details.GetRawText().ShouldNotContain("ada@example.org");
        (await owner.List("GroupedError", $"&tenant={tenant}")).Count.ShouldBe(1);
        (await owner.List("GroupedError", "&release=1.1.0&environment=production")).Count.ShouldBe(1);
        (await owner.List("GroupedError", "&environment=staging")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Errors_are_found_by_user_and_operation_until_the_user_is_erased()
    {
        var (owner, sdk) = await Connect();
        var tenant = await owner.Tenant("users-" + RandomNumberGenerator.GetHexString(8, lowercase: true), members: 1);
        var external = (await owner.Get($"/api/v1/tenants/{tenant}")).GetProperty("external_id").GetString()!;
        var member = (await owner.Get($"/api/v1/tenants/{tenant}/members")).GetProperty("data")[0].GetProperty("id").GetString()!;
        var stranger = "user-" + RandomNumberGenerator.GetHexString(8, lowercase: true);
        var (known, other) = (ErrorStage.Event("UserError", external), ErrorStage.Event("UserError"));
        known["transaction"] = "GET /invoices";
        other["user"] = new { id = stranger };
        var elsewhere = ErrorStage.Event("UserError", function: "refund");
        elsewhere["user"] = new { id = "someone-else" };

        await ErrorStage.Report(console, sdk.Key, known, other, elsewhere);
        await ErrorStage.Report(console, sdk.Key, known); // sent again
        var id = (await owner.List("UserError", $"&user={member}")).Single().GetProperty("id").GetString()!;
        var details = await owner.Get($"/api/v1/errors/{id}");

        details.GetProperty("user_count").GetInt64().ShouldBe(2);
        details
            .GetProperty("users")
            .EnumerateArray()
            .Select(user => (user.GetProperty("member_id").GetString(), user.GetProperty("events").GetInt64()))
            .ShouldBe([(member, 1), (null, 1)], ignoreOrder: true);
        details.GetProperty("operations").EnumerateArray().Select(one => one.GetProperty("operation").GetString()).ShouldBe(["GET /invoices"]);
        (await owner.List("UserError", $"&user=ext:{stranger}")).Single().GetProperty("id").GetString().ShouldBe(id);
        (await owner.List("UserError", $"&user={stranger}&operation=GET%20%2Finvoices")).Count.ShouldBe(1);
        (await owner.List("UserError", "&operation=POST%20%2Finvoices")).ShouldBeEmpty();
        (await owner.List("UserError", "&user=mbr_unknown")).ShouldBeEmpty();

        await using (var work = await console.Services.GetRequiredService<Database>().Write(WriteOrigin.Intake("test"), [tenant, IdGenerator.Platform]))
        {
            await console.Services.GetRequiredService<Anonymiser>().Person(tenant, member, work);
            await work.Commit();
        }
        (await owner.List("UserError", $"&user={member}")).ShouldBeEmpty();
        (await owner.Get($"/api/v1/errors/{id}")).GetProperty("user_count").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task A_resolved_error_that_occurs_again_is_regressed_and_an_ignored_one_is_not()
    {
        var (owner, sdk) = await Connect();
        await ErrorStage.Report(console, sdk.Key, ErrorStage.Event("StateError", release: "1.0.0"));
        var id = (await owner.List("StateError"))[0].GetProperty("id").GetString()!;

        await owner.Run("error_group.resolve", id, new { release = "2.0.0" });
        await ErrorStage.Report(console, sdk.Key, ErrorStage.Event("StateError", release: "1.0.0"));
        var older = await State(owner, id);
        await ErrorStage.Report(console, sdk.Key, ErrorStage.Event("StateError", release: "2.0.0"));
        var newer = await State(owner, id);
        var ignored = await owner.Run("error_group.ignore", id);
        await ErrorStage.Report(console, sdk.Key, ErrorStage.Event("StateError", release: "2.0.1"));
        var hidden = await State(owner, id);
        var listed = (await owner.List("StateError")).Count;
        await owner.Undo(ignored);
        var restored = await State(owner, id);
        await owner.Run("error_group.reopen", id);

        (older, newer, hidden, listed, restored).ShouldBe(("resolved", "regressed", "ignored", 0, "regressed"));
        (await State(owner, id)).ShouldBe("unresolved");
        (await owner.Refusal("error_group.reopen", id)).ShouldBe("already_unresolved");
        await using var work = await console.Database.Read();
        (
            await work.List<string>(
                "select code from core.log where tenant_id = 'tnt_platform' and subject = @id and code in ('error_new', 'error_regressed') order by id",
                new { id }
            )
        ).ShouldBe(["error_new", "error_regressed"]);
    }

    [Fact]
    public async Task SDKs_are_told_what_is_not_stored_and_unknown_items_are_skipped()
    {
        var (owner, sdk) = await Connect();
        var sent = ErrorStage.Event("MixedError");
        var body = Encoding.UTF8.GetBytes(
            "{}\n{\"type\":\"transaction\"}\n{\"spans\":[]}\n{\"type\":\"replay_recording\",\"length\":3}\n\0\u0001\u0002\n{\"type\":\"event\"}\n"
                + JsonSerializer.Serialize(sent)
                + "\n{\"type\":\"future_thing\"}\n{}\n"
        );

        using var answer = await ErrorStage.Send(console, sdk.Key, body);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.GetValues("X-Sentry-Rate-Limits").Single().ShouldStartWith("86400:transaction;");
        answer.Headers.GetValues("X-Sentry-Rate-Limits").Single().ShouldNotContain("error");
        JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).GetProperty("id").GetString().ShouldBe((string)sent["event_id"]!);
        (await owner.List("MixedError")).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Bodies_can_be_compressed(string encoding)
    {
        var (owner, sdk) = await Connect();
        var type = $"Packed{encoding}Error";

        using var answer = await ErrorStage.Send(console, sdk.Key, Pack(ErrorStage.Envelope(ErrorStage.Event(type)), encoding), encoding);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await owner.List(type)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_compressed_body_can_not_be_larger_than_the_limit()
    {
        var (_, sdk) = await Connect();

        using var answer = await ErrorStage.Send(console, sdk.Key, Pack(new byte[50 << 20], "gzip"), "gzip");

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task The_key_can_be_in_the_header_or_in_the_envelope_and_is_needed()
    {
        var (owner, sdk) = await Connect();
        var events = await TestApplication.Connect(console, scopes: ["event.report"]);
        var envelope = Encoding.UTF8.GetString(ErrorStage.Envelope(ErrorStage.Event("KeyError")));
        var tunnel = envelope.Replace("{\"sdk\"", $"{{\"dsn\":\"https://{sdk.Key}@console.example.com/1\",\"sdk\"", StringComparison.Ordinal);

        var header = await Post(envelope, $"Sentry sentry_version=7, sentry_key={sdk.Key}");
        var inside = await Post(tunnel, header: null);
        var none = await Post(envelope, header: null);
        using var other = await ErrorStage.Send(console, events.Key, Encoding.UTF8.GetBytes(envelope));
        using var broken = await ErrorStage.Send(console, sdk.Key, "nonsense"u8.ToArray());

        (header, inside, none, (int)other.StatusCode, (int)broken.StatusCode).ShouldBe((200, 200, 401, 403, 400));
        (await broken.Content.ReadAsStringAsync()).ShouldContain("bad_envelope");
        (await owner.List("KeyError")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_erased_member_leaves_no_occurrence_and_the_name_of_an_error_contains_no_message()
    {
        var (owner, sdk) = await Connect();
        var tenant = await owner.Tenant("erased-" + RandomNumberGenerator.GetHexString(8, lowercase: true), members: 1);
        var external = (await owner.Get($"/api/v1/tenants/{tenant}")).GetProperty("external_id").GetString()!;
        await ErrorStage.Report(console, sdk.Key, ErrorStage.Event("ErasedError", external), ErrorStage.Event("ErasedError"));
        var id = (await owner.List("ErasedError"))[0].GetProperty("id").GetString()!;
        var member = (await owner.Get($"/api/v1/tenants/{tenant}/members")).GetProperty("data")[0].GetProperty("id").GetString()!;

        await using (var work = await console.Services.GetRequiredService<Database>().Write(WriteOrigin.Intake("test"), [tenant, IdGenerator.Platform]))
        {
            await console.Services.GetRequiredService<Anonymiser>().Person(tenant, member, work);
            (await work.One<string>("select name from core.entity_names where id = @id", new { id })).ShouldBe("ErasedError in pay");
            await work.Commit();
        }

        var details = await owner.Get($"/api/v1/errors/{id}");
        details.GetProperty("error").GetProperty("events").GetInt64().ShouldBe(2);
        details.GetProperty("occurrences").EnumerateArray().Select(one => one.GetProperty("tenant_id").GetString()).ShouldBe([null]);
    }

    [Fact]
    public async Task A_late_report_changes_when_an_error_was_first_seen_and_not_its_last_occurrence()
    {
        var (owner, sdk) = await Connect();
        await ErrorStage.Report(console, sdk.Key, ErrorStage.Event("LateError", release: "2.0.0"));
        var late = ErrorStage.Event("LateError", release: "1.0.0");
        late["timestamp"] = TimeProvider.System.GetUtcNow().AddDays(-3).ToUnixTimeSeconds();
        await ErrorStage.Report(console, sdk.Key, late);

        var error = (await owner.List("LateError"))[0];

        (error.GetProperty("first_release").GetString(), error.GetProperty("last_release").GetString()).ShouldBe(("1.0.0", "2.0.0"));
    }

    [Fact]
    public async Task Pages_show_the_list_the_error_and_how_to_connect()
    {
        await using var alone = await TestConsole.Start();
        var owner = await TestBrowser.Owner(alone);
        await owner.Get("/ops/errors");
        var empty = owner.Page;
        var sdk = await TestApplication.Connect(alone, scopes: ["error.report"]);
        await ErrorStage.Report(alone, sdk.Key, ErrorStage.Event("PageError", release: "1.0.0"));
        await owner.Get("/ops/errors");
        var list = owner.Page;
        var id = (await (await TestApplication.Connect(alone)).List("PageError"))[0].GetProperty("id").GetString()!;
        await owner.Get($"/ops/errors/{id}");

        empty.ShouldContain("@sentry/node");
        list.ShouldContain($"/ops/errors/{id}");
        owner.Page.ShouldContain("Stack trace of");
        owner.Page.ShouldContain("pay (billing:12)");
    }

    private async Task<(TestApplication Owner, TestApplication Sdk)> Connect() =>
        (await TestApplication.Connect(console), await TestApplication.Connect(console, scopes: ["error.report"]));

    private async Task<int> Post(string envelope, string? header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(console.Address, "/api/1/envelope/")) { Content = new StringContent(envelope) };
        if (header is not null)
            request.Headers.TryAddWithoutValidation("X-Sentry-Auth", header);
        using var answer = await console.Client.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private static async Task<string?> State(TestApplication owner, string id) =>
        (await owner.Get($"/api/v1/errors/{id}")).GetProperty("error").GetProperty("state").GetString();

    private static byte[] Pack(byte[] body, string encoding)
    {
        using var packed = new MemoryStream();
        using (
            Stream stream = encoding switch
            {
                "gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
                "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
                _ => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            }
        )
            stream.Write(body);
        return packed.ToArray();
    }
}

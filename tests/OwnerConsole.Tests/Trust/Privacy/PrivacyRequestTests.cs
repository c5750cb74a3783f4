using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Privacy;

/// <summary>Privacy requests from their recording to the evidence, exports of single members, and restriction of processing.</summary>
public sealed class PrivacyRequestTests(RehearsalConsole console) : IClassFixture<RehearsalConsole>
{
    [Fact]
    public async Task An_export_request_needs_an_identity_and_its_own_run_as_evidence()
    {
        await using var stage = await LawHarness.Open(console);
        var (_, members) = await stage.TenantWithMembers();
        var id = await Record(
            stage,
            new
            {
                kind = "export",
                members = new[] { members[0] },
                received_on = Day(-10),
            }
        );

        var early = await stage.App.Refusal("privacy_request.fulfil", id, new { reason = "Sent." });
        await stage.App.Run("privacy_request.verify", id, new { method = "known_phone", note = "Called back." });
        var bare = await stage.App.Refusal("privacy_request.fulfil", id, new { });
        var unknown = await stage.App.Refusal("privacy_request.fulfil", id, new { runs = new[] { "run_none" } });
        var other = await stage.Run("member.export", members[1]);
        var foreign = await stage.App.Refusal("privacy_request.fulfil", id, new { runs = new[] { other.RunId } });
        var export = await stage.Run("member.export", members[0]);
        var open = await stage.App.Get($"/api/v1/privacy-requests/{id}");
        var fulfilled = await stage.App.Run("privacy_request.fulfil", id, new { runs = new[] { export.RunId } });
        var done = await Find(stage, id);

        (early, bare, unknown, foreign).ShouldBe(("identity_needed", "evidence_needed", "unknown_run", "other_person"));
        open.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("run_id").GetString()).ShouldBe([export.RunId]);
        open.GetProperty("members")[0].GetProperty("id").GetString().ShouldBe(members[0]);
        open.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("table").GetString()).ShouldContain("core.members");
        var request = open.GetProperty("request");
        (Text(request, "status"), Text(request.GetProperty("identity"), "method"), request.GetProperty("needs_identity").GetBoolean()).ShouldBe(
            ("verified", "known_phone", false)
        );
        (Text(done, "status"), done.GetProperty("run_ids")[0].GetString()).ShouldBe(("fulfilled", export.RunId));
        (await stage.App.Refusal("privacy_request.refuse", id, new { reason = "Too late." })).ShouldBe("request_done");
        await stage.App.Undo(fulfilled);
        Text(await Find(stage, id), "status").ShouldBe("verified");
    }

    [Fact]
    public async Task A_request_of_several_members_needs_runs_about_all_of_them_or_a_reason()
    {
        await using var stage = await LawHarness.Open(console);
        var (_, members) = await stage.TenantWithMembers();
        var id = await Record(stage, new { kind = "export", members = new[] { members[0], members[1] } });
        await stage.App.Run("privacy_request.verify", id, new { method = "signed_in" });
        var first = await stage.Run("member.export", members[0]);

        var left = await stage.App.Refusal("privacy_request.fulfil", id, new { runs = new[] { first.RunId } });
        var explained = await stage.App.Refusal("privacy_request.fulfil", id, new { runs = new[] { first.RunId }, reason = "The other has no data." });
        var second = await stage.Run("member.export", members[1]);
        var complete = await stage.App.Refusal("privacy_request.fulfil", id, new { runs = new[] { first.RunId, second.RunId } });

        (left, explained, complete).ShouldBe(("person_left", null, null));
    }

    [Fact]
    public async Task The_deadline_follows_the_day_of_receipt_and_is_extended_once_before_it_passes()
    {
        await using var stage = await LawHarness.Open(console);
        var email = $"{stage.Word()}@nowhere.example";
        var soon = await Record(
            stage,
            new
            {
                kind = "correct",
                law = "ccpa",
                email,
                received_on = Day(-40),
            }
        );
        var late = await Record(
            stage,
            new
            {
                kind = "erase",
                email,
                received_on = Day(-60),
            }
        );

        var (overdue, week) = (await Ids(stage, "due=overdue"), await Ids(stage, "due=week"));
        var passed = await stage.App.Refusal("privacy_request.extend", late, new { reason = "Much work." });
        await stage.App.Run("privacy_request.extend", soon, new { reason = "Much work." });
        var again = await stage.App.Refusal("privacy_request.extend", soon, new { reason = "More work." });
        var extended = await Find(stage, soon);

        (overdue.Contains(late), overdue.Contains(soon), week.Contains(soon)).ShouldBe((true, false, true));
        (passed, again).ShouldBe(("overdue", "already_extended"));
        Text(extended, "due_on").ShouldBe(Day(50));
        (Text(extended, "email"), Text(extended, "extension_reason")).ShouldBe((email, "Much work."));
        (await Ids(stage, "due=week")).ShouldNotContain(soon);
        (await Ids(stage, $"q={Uri.EscapeDataString(email.ToUpperInvariant())}")).ShouldBe([late, soon]);
    }

    [Theory]
    [InlineData("""{"kind": "opt_out", "email": "a@b.example"}""", "wrong_kind")]
    [InlineData("""{"kind": "limit_use", "email": "a@b.example"}""", "wrong_kind")]
    [InlineData("""{"kind": "object", "law": "ccpa", "email": "a@b.example"}""", "wrong_kind")]
    [InlineData("""{"kind": "export", "email": "a@b.example", "received_on": "2999-01-01"}""", "bad_received_on")]
    [InlineData("""{"kind": "export", "email": "nobody"}""", "bad_email")]
    [InlineData("""{"kind": "export"}""", "person_needed")]
    [InlineData("""{"kind": "export", "members": ["mbr_none"]}""", "unknown_member")]
    public async Task A_request_that_can_not_be_answered_is_refused(string input, string code)
    {
        await using var stage = await LawHarness.Open(console);

        (await stage.App.Refusal("privacy_request.record", IdGenerator.Platform, JsonDocument.Parse(input).RootElement)).ShouldBe(code);
    }

    [Fact]
    public async Task An_address_of_members_finds_them_in_all_tenants_and_is_not_stored()
    {
        await using var stage = await LawHarness.Open(console);
        var email = $"{stage.Word()}@client.example";
        var members = new List<string>();
        foreach (var tenant in new[] { await stage.Tenant(), await stage.Tenant() })
            members.Add((await stage.App.Put($"/api/v1/tenants/{tenant}/members/ext:{stage.Word()}", new { email })).GetProperty("id").GetString()!);

        var request = await Find(stage, await Record(stage, new { kind = "erase", email = email.ToUpperInvariant() }));

        request.GetProperty("member_ids").EnumerateArray().Select(id => id.GetString()).ShouldBe(members, ignoreOrder: true);
        request.GetProperty("email").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task The_export_of_a_member_contains_their_rows_and_purposes_and_no_one_elses()
    {
        await using var stage = await LawHarness.Open(console);
        var (_, members) = await stage.TenantWithMembers();
        await stage.App.Run("member.note", members[0], new { text = "=Prefers mornings." });
        await stage.App.Run("member.note", members[1], new { text = "Someone else." });
        await stage.Run("member.export", members[0]);

        var archive = (await stage.App.Get($"/api/v1/members/{members[0]}/exports")).GetProperty("data")[0].GetProperty("id").GetString();
        var answer = await stage.App.Http.GetAsync($"/api/v1/members/{members[0]}/exports/{archive}/file", TestContext.Current.CancellationToken);
        var stolen = await stage.App.Http.GetAsync($"/api/v1/members/{members[1]}/exports/{archive}/file", TestContext.Current.CancellationToken);

        (answer.StatusCode, stolen.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.NotFound));
        using var zip = new ZipArchive(new MemoryStream(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
        Content(zip, "data/core.members.ndjson").ShouldContain(members[0]);
        Content(zip, "data/notes.notes.ndjson").ShouldContain("=Prefers mornings.");
        Content(zip, "data/notes.notes.csv").ShouldContain("\"'=Prefers mornings.\""); // no spreadsheet runs it as a formula
        string.Concat(zip.Entries.Select(entry => Content(zip, entry.FullName))).ShouldNotContain("Someone else.");
        var tables = JsonSerializer.Deserialize<JsonElement>(Content(zip, "manifest.json")).GetProperty("tables").EnumerateArray().ToList();
        tables.ShouldAllBe(table => table.GetProperty("purposes").GetArrayLength() > 0);
        tables.Select(table => Text(table, "table")).ShouldContain("notes.notes");
    }

    [Fact]
    public async Task A_restricted_member_receives_nothing_until_the_restriction_is_lifted()
    {
        await using var stage = await LawHarness.Open(console);
        var (_, members) = await stage.TenantWithMembers();
        var input = new { title = "News", body = "All **new**." };
        var restricted = await stage.App.Run("member.restrict", members[0], new { reason = "Requested." });

        var (first, second) = (await stage.App.Refusal("member.notify", members[0], input), await stage.App.Refusal("member.notify", members[1], input));
        await stage.App.Undo(restricted);
        var after = await stage.App.Refusal("member.notify", members[0], input);

        first.ShouldBe("member_restricted");
        second.ShouldBeNull();
        after.ShouldBeNull();
    }

    [Fact]
    public async Task The_pages_show_the_next_step_the_data_and_the_record_of_processing()
    {
        await using var stage = await LawHarness.Open(console);
        var owner = await TestBrowser.Owner(console);
        var (_, members) = await stage.TenantWithMembers();
        var id = await Record(stage, new { kind = "erase", members = new[] { members[0] } });

        using var list = await owner.Get("/trust/privacy");
        var listed = owner.Page;
        using var page = await owner.Get($"/trust/privacy/{id}");
        var unverified = owner.Page;
        await stage.App.Run("privacy_request.verify", id, new { method = "signed_in" });
        using var verified = await owner.Get($"/trust/privacy/{id}");
        var shown = owner.Page;
        using var member = await owner.Get($"/members/{members[0]}");
        var panel = owner.Page;
        using var record = await owner.Get("/trust/privacy/processing");

        listed.ShouldContain($"href=\"/trust/privacy/{id}\"");
        unverified.ShouldContain("Verify the identity before you send or erase data.");
        shown.ShouldContain("operation=member.anonymise");
        shown.ShouldContain("core.members");
        panel.ShouldContain($"href=\"/trust/privacy/{id}\"");
        panel.ShouldContain("New privacy request");
        owner.Page.ShouldContain("Legal basis");
        (await stage.App.Get("/api/v1/processing-activities")).GetProperty("data").GetArrayLength().ShouldBePositive();
    }

    [Fact]
    public void Each_table_about_members_belongs_to_a_processing_activity()
    {
        var processing = console.Services.GetRequiredService<ProcessingRecord>();
        var tables = console.Services.GetRequiredService<MemberTables>().All.Select(table => table.Name).ToList();
        var known = console.Services.GetRequiredService<DataMap>().Columns.Select(column => column.Table).ToHashSet(StringComparer.Ordinal);

        tables.Where(table => processing.Of(table).Count == 0).ShouldBeEmpty("add them to a processing.csv");
        processing.Activities.SelectMany(activity => activity.Tables).Where(table => !known.Contains(table)).ShouldBeEmpty("these tables don't exist");
        processing.Activities.Count.ShouldBeGreaterThan(5);
    }

    private static async Task<string> Record(LawHarness stage, object input) =>
        (await stage.App.Run("privacy_request.record", IdGenerator.Platform, input)).Created();

    private static async Task<JsonElement> Find(LawHarness stage, string id) => (await stage.App.Get($"/api/v1/privacy-requests/{id}")).GetProperty("request");

    private static async Task<IReadOnlyList<string>> Ids(LawHarness stage, string query) =>
        [
            .. (await stage.App.Get($"/api/v1/privacy-requests?limit=200&{query}"))
                .GetProperty("data")
                .EnumerateArray()
                .Select(request => request.GetProperty("id").GetString()!),
        ];

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();

    /// <returns>A day relative to today in UTC, which is the reporting time zone of a new console.</returns>
    private static string Day(int days) => TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Content(ZipArchive zip, string name)
    {
        using var entry = zip.GetEntry(name)!.Open();
        using var read = new StreamReader(entry, Encoding.UTF8);
        return read.ReadToEnd();
    }
}

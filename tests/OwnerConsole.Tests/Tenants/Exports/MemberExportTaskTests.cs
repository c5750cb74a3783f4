using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Integrations.Applications;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Tenants.Imports;

namespace OwnerConsole.Tests.Tenants.Exports;

/// <summary>The export of a member contains what the console, payment providers and the application store about the person.</summary>
public sealed class MemberExportTaskTests(RehearsalConsole console) : IClassFixture<RehearsalConsole>
{
    [Fact]
    public async Task The_export_waits_for_the_files_of_the_application_and_contains_them()
    {
        await using var stage = await LawHarness.Open(console);
        var (tenant, members) = await stage.TenantWithMembers();
        var (other, others) = await stage.TenantWithMembers();
        await stage.App.DeclareBookings("member.export");
        await stage.Run("member.export", others[0]);
        var foreign = await stage.App.ClaimOf(other);

        var run = await stage.Run("member.export", members[0]);
        var task = await stage.App.ClaimOf(tenant);
        var (state, waiting) = (Text(await Newest(stage, members[0]), "application"), await Download(stage, members[0]));
        var again = await stage.App.Refusal("member.export", members[0]);
        var strange = await Send(task, HttpMethod.Put, "files/person.json", "[]", Text(foreign, "token"));
        var stolen = await Send(task, HttpMethod.Post, "complete", "{}", Text(foreign, "token"));
        var sent = await Send(task, HttpMethod.Put, "files/person.json", """{"bookings":3}""");
        var complete = await Send(task, HttpMethod.Post, "complete", "{}");
        var repeated = await Send(task, HttpMethod.Post, "complete", "{}");
        var late = await Send(task, HttpMethod.Put, "files/person.json", "[]");
        var failed = await Send(task, HttpMethod.Post, "fail", """{"code":"changed_mind"}""");

        run.State.ShouldBe(RunState.Done);
        (Text(task.GetProperty("subject"), "type"), Text(task.GetProperty("subject"), "id")).ShouldBe(("member", members[0]));
        (state, waiting, again).ShouldBe(("pending", HttpStatusCode.Conflict, "already_exported"));
        (strange, stolen).ShouldBe((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized));
        (sent, complete, repeated).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK));
        (late, failed).ShouldBe((HttpStatusCode.Conflict, HttpStatusCode.Conflict));
        using var zip = await Open(stage, members[0]);
        Content(zip, "application/person.json").ShouldBe("""{"bookings":3}""");
        Content(zip, "data/core.members.ndjson").ShouldContain(members[0]);
        var manifest = JsonSerializer.Deserialize<JsonElement>(Content(zip, "manifest.json"));
        (Text(manifest, "application"), Text(manifest.GetProperty("files")[0], "name")).ShouldBe(("included", "application/person.json"));
        (await Newest(stage, members[0])).GetProperty("files").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_failed_or_late_application_leaves_the_data_of_the_console_and_can_be_asked_again()
    {
        await using var stage = await LawHarness.Open(console);
        var (tenant, members) = await stage.TenantWithMembers();
        await stage.App.DeclareBookings("member.export");
        var failing = await stage.Run("member.export", members[0]);
        var first = await stage.App.ClaimOf(tenant);
        await Send(first, HttpMethod.Put, "files/half.json", "{}");

        await stage.App.Say(first, "fail", new { code = "bucket_gone" });
        await stage.App.Say(first, "fail", new { code = "bucket_gone" });
        var failed = await Newest(stage, members[0]);
        using var zip = await Open(stage, members[0]);
        var expiring = await stage.Run("member.export", members[0]);
        var second = await stage.App.ClaimOf(tenant);
        await stage.Write(
            "update core.tasks set deadline = now() - interval '1 minute' where tenant_id = @tenant and ended_at is null",
            tenant,
            new { tenant }
        );
        await Execute("task.keep");
        await console.Until($"select not exists (select from core.tasks where tenant_id = '{tenant}' and ended_at is null)");
        var late = await Send(second, HttpMethod.Post, "complete", "{}");
        var expired = await Newest(stage, members[0]);
        await Execute("exports.upkeep");

        (Text(failed, "application"), Text(failed, "code"), failed.GetProperty("files").GetInt32()).ShouldBe(("missing", "bucket_gone", 0));
        zip.Entries.ShouldNotContain(entry => entry.FullName.StartsWith("application/", StringComparison.Ordinal));
        Content(zip, "data/core.members.ndjson").ShouldContain(members[0]);
        Text(JsonSerializer.Deserialize<JsonElement>(Content(zip, "manifest.json")), "application").ShouldBe("missing");
        (late, Text(expired, "application")).ShouldBe((HttpStatusCode.OK, "missing"));
        Text(expired, "id").ShouldNotBe(Text(failed, "id"));
        (await Download(stage, members[0])).ShouldBe(HttpStatusCode.OK);
        (await CountChunks(tenant)).ShouldBe(0);
        (await LoggedAnswers(stage, failing)).ShouldBe(["intake application failed bucket_gone"]);
        (await LoggedAnswers(stage, expiring)).ShouldBe(["system system failed no_answer", "intake application done "]);
    }

    [Fact]
    public async Task Files_about_a_person_who_is_erased_before_the_answer_are_deleted_and_no_more_are_accepted()
    {
        await using var stage = await LawHarness.Open(console);
        var (tenant, members) = await stage.TenantWithMembers();
        await stage.App.DeclareBookings("member.export", "member.anonymise");
        await stage.Run("member.export", members[0]);
        var task = await stage.App.ClaimOf(tenant);
        var archive = Text(await Newest(stage, members[0]), "id");
        await Send(task, HttpMethod.Put, "files/person.json", "{}");

        await stage.Run("member.anonymise", members[0]);
        await stage.App.Say(await stage.App.ClaimOf(tenant), "complete", new { });
        var late = await Send(task, HttpMethod.Put, "files/more.json", "{}");
        await Execute("exports.upkeep");
        var kept = await CountChunks(tenant);
        var complete = await Send(task, HttpMethod.Post, "complete", "{}");
        using var answer = await stage.App.Http.GetAsync($"/api/v1/members/{members[0]}/exports/{archive}/file");

        (late, kept, complete, answer.StatusCode).ShouldBe((HttpStatusCode.Conflict, 0L, HttpStatusCode.OK, HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task A_file_deleted_during_its_upload_leaves_no_piece()
    {
        await using var stage = await LawHarness.Open(console);
        var (tenant, members) = await stage.TenantWithMembers();
        await stage.App.DeclareBookings("member.export");
        await stage.Run("member.export", members[0]);
        var task = await stage.App.ClaimOf(tenant);
        var ended = new TaskCompletionSource();

        var upload = Send(task, new StalledContent(new string('x', 1 << 20), ended.Task, "rest"));
        await console.Until($"select exists (select from exports.chunks where tenant_id = '{tenant}')");
        await stage.App.Say(task, "fail", new { code = "bucket_gone" });
        await Execute("exports.upkeep");
        ended.SetResult();

        (await upload, await CountChunks(tenant)).ShouldBe((HttpStatusCode.Conflict, 0L));
    }

    [Fact]
    public async Task Without_the_task_the_export_is_available_at_once_and_contains_the_billing_records_of_the_person()
    {
        await using var stage = await LawHarness.Open(console);
        var (_, members) = await stage.TenantWithMembers();
        await stage.App.DeclareBookings();
        var word = stage.Word();
        await stage.Force(
            """
            insert into billing.customers (tenant_id, account_id, id, mode, name, email, balance_minor, is_delinquent, created_at, synced_at)
            select m.tenant_id, 'acct_1', 'cus_' || @word || n, 'live', case n when 1 then m.name else 'Company' end,
                   case n when 3 then 'bills@company.example' else upper(m.email) end, 0, false, now(), now()
              from core.members m cross join generate_series(1, 3) n where m.member_id = @member;
            insert into billing.invoices
              (tenant_id, account_id, id, mode, customer_id, status, currency, total_minor, paid_minor, remaining_minor, attempts, collection_method, created_at, synced_at)
            select c.tenant_id, c.account_id, 'in_' || c.id, 'live', c.id, 'open', 'EUR', 4900, 0, 4900, 1, 'charge_automatically', now(), now()
              from billing.customers c where c.id like 'cus_' || @word || '%';
            insert into billing.refunds (tenant_id, account_id, id, mode, customer_id, status, currency, amount_minor, created_at, synced_at)
            select c.tenant_id, c.account_id, 're_' || c.id, 'live', c.id, 'succeeded', 'EUR', 100, now(), now()
              from billing.customers c where c.id like 'cus_' || @word || '%'
            """,
            ("member", members[0]),
            ("word", word)
        );

        await stage.Run("member.export", members[0]);

        Text(await Newest(stage, members[0]), "application").ShouldBe("not_requested");
        using var zip = await Open(stage, members[0]);
        Ids(zip, "billing.customers").ShouldBe([$"cus_{word}1", $"cus_{word}2"], ignoreOrder: true);
        Ids(zip, "billing.invoices").ShouldBe([$"in_cus_{word}1"]); // the other customer is the company, with the person as its contact
        Ids(zip, "billing.refunds").ShouldBe([$"re_cus_{word}1"]);
        zip.GetEntry("data/billing.payments.ndjson").ShouldBeNull();
        await stage.App.DeclareBookings("member.export");
        (await stage.App.Refusal("member.export", members[0])).ShouldBeNull();
    }

    [Fact]
    public async Task A_privacy_request_counts_the_answered_export_whose_files_an_erasure_deletes()
    {
        await using var stage = await LawHarness.Open(console);
        var (tenant, members) = await stage.TenantWithMembers();
        await stage.App.DeclareBookings("member.export", "member.anonymise");
        var recorded = await stage.Run("privacy_request.record", IdGenerator.Platform, new { kind = "export", members = new[] { members[0] } });
        var request = recorded.Lines[0].Created!; // the operation creates a request
        await stage.App.Run("privacy_request.verify", request, new { method = "signed_in" });
        var runs = new[] { (await stage.Run("member.export", members[0])).RunId };
        var task = await stage.App.ClaimOf(tenant);

        var owner = await TestBrowser.Owner(console);
        await owner.Get($"/trust/privacy/{request}");
        var reloading = owner.Page;
        var early = await stage.App.Refusal("privacy_request.fulfil", request, new { runs });
        var waiting = (await stage.App.Get($"/api/v1/privacy-requests/{request}")).GetProperty("runs")[0].GetProperty("is_pending").GetBoolean();
        await Send(task, HttpMethod.Put, "files/person.json", "{}");
        await stage.App.Say(task, "complete", new { });
        await owner.Get($"/trust/privacy/{request}");
        var answered = await stage.App.Refusal("privacy_request.fulfil", request, new { runs });
        var before = await Download(stage, members[0]);
        var archive = Text(await Newest(stage, members[0]), "id");
        await stage.Run("member.anonymise", members[0]);
        await stage.App.Say(await stage.App.ClaimOf(tenant), "complete", new { });
        using var after = await stage.App.Http.GetAsync($"/api/v1/members/{members[0]}/exports/{archive}/file");
        await Execute("exports.upkeep");

        (early, waiting, answered).ShouldBe(("run_not_done", true, null));
        reloading.ShouldContain("hx-trigger=\"done from:body delay:200ms, every 5s\"");
        owner.Page.ShouldContain("hx-trigger=\"done from:body delay:200ms\"");
        (before, after.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.NotFound));
        (await CountChunks(tenant)).ShouldBe(0);
    }

    [Fact]
    public async Task A_privacy_request_does_not_wait_for_the_files_of_others_in_the_same_run()
    {
        await using var stage = await LawHarness.Open(console);
        var (_, members) = await stage.TenantWithMembers();
        await stage.App.DeclareBookings("member.export");
        var request = (await stage.App.Run("privacy_request.record", IdGenerator.Platform, new { kind = "export", members = new[] { members[0] } })).Created();
        await stage.Start(await stage.Preview("member.export", input: null, members));
        var tasks = (await stage.App.Claim(100)).ToLookup(task => Text(task.GetProperty("subject"), "id"), StringComparer.Ordinal);

        await stage.App.Say(tasks[members[0]].Single(), "complete", new { });

        tasks[members[1]].ShouldHaveSingleItem();
        var run = (await stage.App.Get($"/api/v1/privacy-requests/{request}")).GetProperty("runs")[0];
        (run.GetProperty("is_pending").GetBoolean(), run.GetProperty("is_done").GetBoolean()).ShouldBe((false, true));
    }

    private async Task<HttpStatusCode> Send(JsonElement task, HttpMethod method, string path, string content, string? token = null)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/tasks/{Text(task, "id")}/{path}")
        {
            Content = new StringContent(content, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Text(task, "token"));
        using var answer = await console.Client.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> Send(JsonElement task, StalledContent file)
    {
        using var http = new HttpClient { BaseAddress = console.Address }; // the console's client can record a request, which reads it to its end
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/tasks/{Text(task, "id")}/files/large.bin") { Content = file };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Text(task, "token"));
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    /// <returns>Kind, actor, outcome and code of what was logged about a run's task.</returns>
    private static async Task<IEnumerable<string>> LoggedAnswers(LawHarness stage, Run run) =>
        (await stage.Logged(run))
            .Where(entry => Text(entry, "kind") is "intake" or "system")
            .Select(entry => $"{Text(entry, "kind")} {Text(entry, "actor")} {Text(entry, "outcome")} {Text(entry, "code")}");

    private Task Execute(string handler) =>
        console.Services.GetServices<IWorkHandler>().Single(kind => kind.Name == handler).Execute(null!, CancellationToken.None); // the handlers read no item

    private async Task<long> CountChunks(string tenant)
    {
        await using var work = await console.Database.Read();
        return await work.One<long>("select count(*) from exports.chunks where tenant_id = @tenant", new { tenant });
    }

    private static async Task<JsonElement> Newest(LawHarness stage, string member) =>
        (await stage.App.Get($"/api/v1/members/{member}/exports")).GetProperty("data")[0];

    private static async Task<HttpStatusCode> Download(LawHarness stage, string member)
    {
        using var answer = await stage.App.Http.GetAsync(await FileAddress(stage, member));
        return answer.StatusCode;
    }

    private static async Task<ZipArchive> Open(LawHarness stage, string member) =>
        new(new MemoryStream(await stage.App.Http.GetByteArrayAsync(await FileAddress(stage, member))));

    private static async Task<string> FileAddress(LawHarness stage, string member) =>
        $"/api/v1/members/{member}/exports/{Text(await Newest(stage, member), "id")}/file";

    private static IEnumerable<string> Ids(ZipArchive zip, string table) =>
        Content(zip, $"data/{table}.ndjson")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Text(JsonSerializer.Deserialize<JsonElement>(line), "id"));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!; // the tests expect a text

    private static string Content(ZipArchive zip, string name)
    {
        using var entry = zip.GetEntry(name)!.Open(); // the test expects it
        using var read = new StreamReader(entry, Encoding.UTF8);
        return read.ReadToEnd();
    }
}

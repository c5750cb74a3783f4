using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Pure.Signing;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.StudioApps;

/// <summary>Operations of the owner are executed once in StudioApp's own database, and undone there.</summary>
[Slow(40, "StudioApp", "Applications")]
public sealed class StudioTasksTests(SharedStudio console) : IClassFixture<SharedStudio>
{
    [Fact]
    public async Task Declared_operations_are_executed_and_undo_restores_the_database()
    {
        var (owner, studio) = (console.App, await console.Clear());
        var id = await studio.Open();
        await console.Until($"select exists (select from core.tenants where external_id = '{id}')");
        var before = await studio.Table("lessons");

        var run = await Ended(owner, await owner.Run("tenant.widen_lessons", $"ext:{id}", new { seats = 7 }));
        var widened = await studio.All<int>("select seats from studio.lessons");
        var undo = await Ended(owner, await owner.Undo(run));

        widened.ShouldAllBe(seats => seats == 17);
        undo.GetProperty("state").GetString().ShouldBe("done");
        (await studio.Table("lessons")).ShouldBe(before);
    }

    [Fact]
    public async Task A_preview_shows_the_effects_in_StudioApp_and_changes_nothing()
    {
        var (owner, studio) = (console.App, await console.Clear());
        var id = await studio.Open();
        await console.Until($"select exists (select from core.tenants where external_id = '{id}')");
        var before = (await studio.Table("lessons"), await studio.Table("people"));

        var reset = await PreviewedSubject(owner, "tenant.reset_demo_data", id, new { });
        var widened = await PreviewedSubject(owner, "tenant.widen_lessons", id, new { seats = 7 });

        var rows = await studio.One<long>(
            $"select (select count(*) from studio.people where is_demo) + (select count(*) from studio.lessons where is_demo) + (select count(*) from studio.files where is_demo)"
        );
        reset.GetProperty("effects")[0].GetProperty("after").GetInt64().ShouldBe(rows);
        var seats = await studio.One<long>("select sum(seats + 7) from studio.lessons where starts_at > now()");
        widened.GetProperty("effects")[0].GetProperty("after").GetInt64().ShouldBe(seats);
        (await studio.Table("lessons"), await studio.Table("people")).ShouldBe(before);
        (await studio.All<string>("select task_id from studio.deeds")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reset_and_a_role_change_of_a_member_can_be_undone()
    {
        var (owner, studio) = (console.App, await console.Clear());
        await studio.Open();
        var person = await studio.One<string>("select id from studio.people where name = 'Jon Berg'");
        await console.Until($"select exists (select from core.members where external_id = '{person}')");
        await using var work = await console.Database.Read();
        var member = (await work.One<string>("select member_id from core.members where external_id = @person", new { person }))!; // the row exists
        var (people, bookings) = (await studio.Table("people"), await studio.Table("bookings", "booked_at"));

        var reset = await Ended(owner, await owner.Run("member.reset", member));
        var role = await Ended(owner, await owner.Run("member.set_role", member, new { role = "coach" }));
        var changed = await studio.One<string>(
            $"select role || (select count(*) from studio.bookings where client_id = '{person}') from studio.people where id = '{person}'"
        );
        await Ended(owner, await owner.Undo(role));
        await Ended(owner, await owner.Undo(reset));

        changed.ShouldBe("coach0");
        (await studio.Table("people")).ShouldBe(people);
        (await studio.Table("bookings", "booked_at")).ShouldBe(bookings);
    }

    [Fact]
    public async Task Two_members_are_merged_and_undo_separates_them()
    {
        var (owner, studio) = (console.App, await console.Clear());
        await studio.Open();
        var (jon, mira) = (
            await studio.One<string>("select id from studio.people where name = 'Jon Berg'"),
            await studio.One<string>("select id from studio.people where name = 'Mira Okafor'")
        );
        await console.Until($"select count(*) = 2 from core.members where external_id in ('{jon}', '{mira}')");
        await using var work = await console.Database.Read();
        var member = (await work.One<string>("select member_id from core.members where external_id = @jon", new { jon }))!; // the row exists
        string[] tables = ["people", "bookings", "visits", "files", "lessons"];
        var before = await Task.WhenAll(tables.Select(table => studio.Table(table)));

        var run = await Ended(owner, await owner.Run("member.merge", member, new { into = $"ext:{mira}", name = "merged" }));
        var left = await studio.One<long>($"select count(*) from studio.people where id in ('{jon}', '{mira}')");
        var name = await studio.One<string>($"select name from studio.people where id = '{mira}'");
        var undo = await Ended(owner, await owner.Undo(run));

        (left, name).ShouldBe((1L, "Jon Berg"));
        (run.GetProperty("state").GetString(), undo.GetProperty("state").GetString()).ShouldBe(("done", "done"));
        (await Task.WhenAll(tables.Select(table => studio.Table(table)))).ShouldBe(before);
        (await work.One<long>("select count(*) from core.merges where to_at is null")).ShouldBe(0);
    }

    [Fact]
    public async Task A_role_unknown_to_StudioApp_is_refused_with_its_code()
    {
        var (owner, studio) = (console.App, await console.Clear());
        await studio.Open();
        var person = await studio.One<string>("select id from studio.people where name = 'Jon Berg'");
        await console.Until($"select exists (select from core.members where external_id = '{person}')");
        await using var work = await console.Database.Read();
        var member = (await work.One<string>("select member_id from core.members where external_id = @person", new { person }))!; // the row exists

        var run = await Ended(owner, await owner.Run("member.set_role", member, new { role = "pope" }));

        run.GetProperty("lines")[0].GetProperty("code").GetString().ShouldBe("unknown_role");
        (await studio.All<string>("select task_id from studio.deeds")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_task_offered_twice_is_executed_once()
    {
        var studio = await console.Clear();
        var (id, task) = (await studio.Open(), NewTask());

        await Offer(studio, task, "tenant.widen_lessons", id, id, new { seats = 7 });
        await studio.Until("select exists (select from studio.lessons where seats = 17)");
        await Offer(studio, task, "tenant.widen_lessons", id, id, new { seats = 7 });
        await Offer(studio, NewTask(), "tenant.widen_lessons", id, id, new { seats = 1 });
        await studio.Until("select exists (select from studio.lessons where seats = 18)");

        (await studio.All<int>("select seats from studio.lessons")).ShouldAllBe(seats => seats == 18);
    }

    [Fact]
    public async Task A_merge_leaves_one_person_with_the_bookings_of_both()
    {
        var studio = await console.Clear();
        var id = await studio.Open();
        var (jon, tariq) = (
            await studio.One<string>("select id from studio.people where name = 'Jon Berg'"),
            await studio.One<string>("select id from studio.people where name = 'Mira Okafor'")
        );

        await Offer(studio, NewTask(), "member.merge", id, jon, new { into = new { id = "mbr_1", external_id = tariq } });
        await studio.Until($"select not exists (select from studio.people where id = '{jon}')");

        (await studio.One<long>($"select count(*) from studio.bookings where client_id = '{tariq}'")).ShouldBe(5);
    }

    [Fact]
    public async Task A_demo_data_reset_replaces_demo_data_and_keeps_real_data()
    {
        var studio = await console.Clear();
        var id = await studio.Open();
        await studio.Visitor.Get("/clients");
        await studio.Visitor.Post("/people", ("role", "client"), ("name", "Real Rita"), ("email", "rita@example.org"));
        var old = await studio.One<string>("select id from studio.people where name = 'Jon Berg'");
        var kept = await studio.Table("studios");

        await Offer(studio, NewTask(), "tenant.reset_demo_data", id, id, new { });
        await studio.Until($"select count(*) = 1 from studio.people where name = 'Jon Berg' and id <> '{old}'");

        (await studio.Table("studios")).ShouldBe(kept);
        (await studio.All<string>("select name from studio.people where not is_demo order by name")).ShouldBe(["Ada Byron", "Real Rita"]);
    }

    [Fact]
    public async Task An_anonymised_studio_has_no_names_and_the_same_bookings()
    {
        var studio = await console.Clear();
        var id = await studio.Open();
        var jon = await studio.One<string>("select id from studio.people where name = 'Jon Berg'");
        var mira = await studio.One<string>("select id from studio.people where name = 'Mira Okafor'");
        await Offer(studio, NewTask(), "member.merge", id, jon, new { into = new { id = "mbr_1", external_id = mira } });
        await studio.Until($"select not exists (select from studio.people where id = '{jon}')");
        var bookings = await studio.Table("bookings");

        var task = NewTask();
        await Offer(studio, task, "tenant.anonymise", id, id, new { });
        await studio.Until($"select exists (select from studio.deeds where task_id = '{task}')");

        (await studio.Table("bookings")).ShouldBe(bookings);
        string[] tables = ["studios", "people", "lessons", "files", "visits", "deeds"];
        var all = string.Concat(await Task.WhenAll(tables.Select(table => studio.Table(table))));
        foreach (var name in (string[])["Ada", "Lumen", "lumen.example", "Jon", "Mira", "Sam"])
            all.ShouldNotMatch($@"\b{name.Replace(".", "\\.", StringComparison.Ordinal)}\b"); // as a whole word: a random id can contain any three letters
    }

    [Fact]
    public async Task The_export_of_a_person_contains_their_data_in_StudioApp_and_no_one_elses()
    {
        var (owner, studio) = (console.App, await console.Clear());
        await studio.Open();
        var person = await studio.One<string>("select id from studio.people where name = 'Jon Berg'");
        await console.Until($"select exists (select from core.members where external_id = '{person}')");
        string member;
        await using (var work = await console.Database.Read())
            member = (await work.One<string>("select member_id from core.members where external_id = @person", new { person }))!; // the row exists

        await using var stage = await LawHarness.Open(console); // runs as a person who confirms their identity
        await stage.Run("member.export", member);
        var exports = await owner.Await(
            $"/api/v1/members/{member}/exports",
            now => now.GetProperty("data")[0].GetProperty("application").GetString() == "included"
        );

        var id = exports.GetProperty("data")[0].GetProperty("id").GetString();
        using var zip = new ZipArchive(new MemoryStream(await owner.Http.GetByteArrayAsync($"/api/v1/members/{member}/exports/{id}/file")));
        using var read = new StreamReader(zip.GetEntry("application/person.json")!.Open()); // StudioApp always sends it
        var content = await read.ReadToEndAsync();
        content.ShouldContain("Jon Berg");
        content.ShouldNotContain("Mira Okafor");
        content.ShouldNotContain("\"password\"");
    }

    private static Task<JsonElement> Ended(TestApplication owner, JsonElement run) =>
        owner.Await($"/api/v1/runs/{run.GetProperty("id").GetString()}", now => now.GetProperty("state").GetString() is not ("running" or "waiting"));

    /// <summary>The ID of a task that no other test offers, because StudioApp executes each task once.</summary>
    private static string NewTask() => "tsk_" + RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <summary>Sends a task as the console does: signed with the secret that it shares with StudioApp.</summary>
    private static async Task Offer(StudioProcess studio, string task, string kind, string tenant, string subject, object input)
    {
        var at = TimeProvider.System.GetUtcNow();
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                type = "task.offered",
                timestamp = at,
                data = new
                {
                    task = new
                    {
                        id = task,
                        kind,
                        action = "execute",
                        subject = new
                        {
                            type = "tenant",
                            id = "tnt_1",
                            external_id = subject,
                        },
                        tenant = new { id = "tnt_1", external_id = tenant },
                        input,
                        run = "run_1",
                        deadline = at.AddHours(1),
                        token = "oct_1",
                    },
                },
            }
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(studio.Address, "/owner-console")) { Content = new ByteArrayContent(body) };
        var id = Guid.CreateVersion7().ToString();
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", StandardWebhook.Sign(studio.Secret, id, at, body));
        using var http = new HttpClient();
        using var answer = await http.SendAsync(request);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Accepted);
    }

    private static async Task<JsonElement> PreviewedSubject(TestApplication owner, string operation, string id, object input)
    {
        var preview = await owner.Post(
            "/api/v1/previews",
            new
            {
                operation,
                subjects = new[] { $"ext:{id}" },
                input,
            }
        );
        return preview.GetProperty("application").GetProperty("subjects")[0];
    }
}

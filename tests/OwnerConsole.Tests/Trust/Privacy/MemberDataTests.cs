using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Messaging.Preferences.Public;
using OwnerConsole.Tests.Integrations.Applications;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Tenants.Anonymisation;

namespace OwnerConsole.Tests.Trust.Privacy;

/// <summary>Everything that is stored about a member is exported, counted, listed in the record of processing and reached by anonymisation.</summary>
public sealed partial class MemberDataTests(RehearsalConsole console) : IClassFixture<RehearsalConsole>
{
    [Fact]
    public async Task An_export_contains_reported_errors_texts_of_notifications_and_privacy_requests()
    {
        await using var stage = await LawHarness.Open(console);
        var (tenant, members) = await stage.TenantWithMembers();
        foreach (var (member, title) in members.Zip(new[] { "Broken for them", "Broken for others" }))
            await stage.Write(
                """
                insert into errors.events (tenant_id, event_id, group_id, occurred_at, title, level, user_id, exceptions, details)
                select m.tenant_id, 'evt_' || m.member_id, 'grp_law', now(), @title, 'error', m.external_id, '[]', '{}' from core.members m where m.member_id = @member
                """,
                tenant,
                new { member, title }
            );
        await stage.App.Run("member.notify", members[0], new { title = "Their news", body = "All **new**." });
        await stage.App.Run("member.notify", members[1], new { title = "News for others", body = "All **new**." });
        foreach (var (member, note) in members.Zip(new[] { "Their wish", "Wish of others" }))
            await stage.App.Run(
                "privacy_request.record",
                IdGenerator.Platform,
                new
                {
                    kind = "correct",
                    members = new[] { member },
                    note,
                }
            );

        using var zip = await Export(stage, members[0]);

        Content(zip, "data/errors.events.ndjson").ShouldContain("Broken for them");
        Content(zip, "data/notifications.messages.csv").ShouldContain("Their news");
        Content(zip, "data/privacy.requests.ndjson").ShouldContain(members[0]);
        Content(zip, "data/privacy.statuses.ndjson").ShouldContain("received");
        Content(zip, "data/privacy.notes.ndjson").ShouldContain("Their wish");
        var all = string.Concat(zip.Entries.Select(entry => Content(zip, entry.FullName)));
        foreach (var other in new[] { "Broken for others", "News for others", "Wish of others" })
            all.ShouldNotContain(other);
    }

    [Fact]
    public async Task Both_files_of_a_table_contain_all_pages()
    {
        await using var stage = await LawHarness.Open(console);
        var (tenant, members) = await stage.TenantWithMembers();
        await stage.Write(
            """
            insert into notes.notes (tenant_id, note_id, text, opened_by, opened_at, member_id)
            select @tenant, 'not_' || @member || n, 'Note ' || n, 'run_law', now(), @member from generate_series(1, 1001) n
            """,
            tenant,
            new { tenant, member = members[0] }
        );

        using var zip = await Export(stage, members[0]);

        Content(zip, "data/notes.notes.ndjson").Count(letter => letter == '\n').ShouldBe(1001);
        Content(zip, "data/notes.notes.csv").Count(letter => letter == '\n').ShouldBe(1002); // with the names of the columns
    }

    [Fact]
    public async Task The_contact_address_of_a_tenant_is_restricted_with_the_member_whose_address_it_is()
    {
        await using var stage = await LawHarness.Open(console);
        var (tenant, members) = await stage.TenantWithMembers();
        string email;
        await using (var reading = await console.Database.Read())
            email = (await reading.One<string>("select m.email from core.members m where m.member_id = @member", new { member = members[0] }))!;
        await stage.App.Put($"/api/v1/tenants/{tenant}", new { contact_email = email.ToUpperInvariant() });

        await stage.Run("member.restrict", members[1]);
        var other = await FindExclusion(tenant);
        var restricted = await stage.Run("member.restrict", members[0]);
        var same = await FindExclusion(tenant);
        await stage.Undo(restricted);

        other.ShouldBeNull();
        same.ShouldBe("Processing of the recipient's data is restricted.");
        (await FindExclusion(tenant)).ShouldBeNull();
    }

    [Fact]
    public async Task The_inputs_of_privacy_requests_keep_no_address_of_an_anonymised_member()
    {
        await using var stage = await LawHarness.Open(console);
        var known = await TracedTenant.Make(stage);
        await stage.Run("privacy_request.record", IdGenerator.Platform, new { kind = "correct", email = $"ada@{known.Word}.example" });

        await known.Forget("member.anonymise", known.Ada);

        await using var work = await console.Database.Read();
        var left = await work.List<string>(
            """
            select 'run' from core.runs r where r.operation = 'privacy_request.record' and strpos(r.input, @word) > 0
            union all
            select 'preview' from core.previews p where p.operation = 'privacy_request.record' and strpos(p.input, @word) > 0
            """,
            new { word = known.Word }
        );
        left.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_rows_of_a_member_are_found_by_an_index_unless_it_would_slow_down_writes()
    {
        var people = console
            .Services.GetRequiredService<MemberTables>()
            .All.Select(table => (table.Name, Person: PersonColumn().Match(table.Condition).Groups["person"].Value))
            .Where(table => table.Person.Length > 0)
            .ToList();

        await using var work = await console.Database.Read();
        var without = await work.List<string>(
            """
            select n.name
              from unnest(@tables, @people) n(name, person)
             where not exists (
               select from pg_index i
                 join pg_attribute f on f.attrelid = i.indrelid and f.attnum = i.indkey[0]
                 left join pg_attribute s on s.attrelid = i.indrelid and s.attnum = i.indkey[1]
                where i.indrelid = n.name::regclass and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) ~ '^\(\w+ IS NOT NULL\)$')
                  and (f.attname = n.person or f.attname = 'tenant_id' and s.attname = n.person))
            """,
            new { tables = people.Select(table => table.Name).ToArray(), people = people.Select(table => table.Person).ToArray() }
        );

        people.Count.ShouldBeGreaterThan(20);
        without.ShouldBe(
            [
                "core.member_days", // written with each report of events
                "core.portal_sessions", // deleted soon
                "core.preview_subjects", // written for each subject of a bulk operation
                "core.run_subjects",
                "core.task_previews", // deleted soon
            ],
            ignoreOrder: true
        );
    }

    [Fact]
    public void The_record_of_processing_lists_each_table_with_personal_data_and_accepts_no_malformed_line()
    {
        var processing = console.Services.GetRequiredService<ProcessingRecord>();
        var personal = console
            .Services.GetRequiredService<DataMap>()
            .Columns.Where(column => column.Kind == "personal")
            .Select(column => column.Table)
            .Distinct(StringComparer.Ordinal);

        personal.Where(table => processing.Of(table).Count == 0).ShouldBeEmpty("add them to a processing.csv");
        processing.Of("core.runs").ShouldNotBeEmpty();
        processing.Of("core.previews").ShouldNotBeEmpty();
        ProcessingActivity.Parse("name,purpose,subjects,categories,basis,recipients,retention,measures,a.b c.d").Tables.ShouldBe(["a.b", "c.d"]);
        foreach (var line in new[] { "", "name,purpose", "name,one, two,subjects,categories,basis,recipients,retention,measures,a.b", "a,b,,d,e,f,g,h,i" })
            Should.Throw<FormatException>(() => ProcessingActivity.Parse(line));
    }

    private async Task<string?> FindExclusion(string tenant)
    {
        await using var work = await console.Database.Read();
        return await RecipientPolicy.FindExclusion(tenant, tenant, topic: null, MessageChannel.Email, hash: null, work);
    }

    private static async Task<ZipArchive> Export(LawHarness stage, string member)
    {
        await stage.App.DeclareBookings(); // other tests declare the task, which the export would wait for
        await stage.Run("member.export", member);
        var archive = (await stage.App.Get($"/api/v1/members/{member}/exports")).GetProperty("data")[0].GetProperty("id").GetString();
        return new(new MemoryStream(await stage.App.Http.GetByteArrayAsync($"/api/v1/members/{member}/exports/{archive}/file")));
    }

    private static string Content(ZipArchive zip, string name)
    {
        using var entry = zip.GetEntry(name)!.Open(); // the test expects it
        using var read = new StreamReader(entry, Encoding.UTF8);
        return read.ReadToEnd();
    }

    [GeneratedRegex(@"^x\.tenant_id = @tenantId and x\.(?<person>\w+) = any\(@records\)$", RegexOptions.None, 1000)]
    private static partial Regex PersonColumn();
}

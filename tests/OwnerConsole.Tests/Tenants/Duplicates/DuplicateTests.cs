using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Integrations.Applications;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Duplicates;

/// <summary>Likely duplicates are found by what records have in common, dismissed until there is another reason, and merged by the application.</summary>
public sealed class DuplicateTests(TestConsole console) : IClassFixture<TestConsole>
{
    private static TestBrowser? s_owner; // the first owner of a console can be created once

    [Fact]
    public async Task Members_of_one_tenant_are_found_and_stay_dismissed_until_there_is_another_reason()
    {
        var app = await TestApplication.Connect(console);
        var (tenant, other) = (await app.Tenant("found"), await app.Tenant("elsewhere"));
        var first = await Member(app, tenant, "one", new { name = "Ada Lovelace", email = "ada.l@found.example" });
        var second = await Member(app, tenant, "two", new { name = "Ada King", email = "Ada.L+news@found.example" });
        await Member(app, other, "three", new { name = "Ada Lovelace", email = "ada.l@found.example" });
        await DuplicatePairs.Scan(console);

        var pair = (await List(app, $"kind=member&record={first}")).ShouldHaveSingleItem();
        Ids(pair).ShouldBe([first, second], ignoreOrder: true);
        (Reasons(pair), pair.GetProperty("score").GetInt32(), pair.GetProperty("tenant_id").GetString()).ShouldBe(("email_variant", 85, tenant));

        var id = pair.GetProperty("id").GetString()!;
        var run = await app.Run("duplicate.dismiss", id);
        (await List(app, $"record={first}")).ShouldBeEmpty();
        (await List(app, $"record={first}&state=dismissed")).ShouldHaveSingleItem();
        (await app.Refusal("duplicate.dismiss", id)).ShouldBe("already_dismissed");
        await app.Undo(run);
        (await List(app, $"record={first}")).ShouldHaveSingleItem();

        await app.Run("duplicate.dismiss", id);
        await Member(app, tenant, "two", new { email = "else@found.example" });
        await DuplicatePairs.Scan(console);
        await Member(app, tenant, "two", new { email = "ada.l+again@found.example" });
        await DuplicatePairs.Scan(console);
        (await List(app, $"record={first}")).ShouldBeEmpty("the reason ended and applies again");

        await Member(app, tenant, "two", new { name = "Lovelace, Ada" });
        await DuplicatePairs.Scan(console);
        var again = (await List(app, $"record={first}")).ShouldHaveSingleItem();
        (again.GetProperty("id").GetString(), Reasons(again)).ShouldBe((id, "email_variant name_and_domain"));
        await app.Run("duplicate.dismiss", id);
        (await List(app, $"record={first}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_merge_takes_the_chosen_fields_and_its_undo_lists_the_pair_again()
    {
        var app = await TestApplication.Connect(console);
        await app.DeclareAll();
        var tenant = await app.Tenant("chosen");
        var goes = await Member(
            app,
            tenant,
            "old",
            new
            {
                name = "Mira Okafor",
                email = "mira@chosen.example",
                role = "coach",
            }
        );
        var stays = await Member(app, tenant, "new", new { name = "Mira O.", email = "MIRA@chosen.example" });
        await DuplicatePairs.Scan(console);
        (await List(app, $"record={goes}")).ShouldHaveSingleItem();

        var input = new
        {
            into = stays,
            name = "merged",
            role = "merged",
        };
        var run = await app.Run("member.merge", goes, input);
        var task = await app.ClaimOf(tenant);
        (await app.Say(task, "complete", new { })).Status.ShouldBe(200);

        task.GetProperty("input").GetProperty("fields").EnumerateArray().Select(field => field.GetString()).ShouldBe(["name", "role"]);
        (await app.Get($"/api/v1/members/{stays}")).GetProperty("name").GetString().ShouldBe("Mira O.", "the application reports it");
        (await List(app, $"record={goes}")).ShouldBeEmpty();
        (await List(app, $"record={goes}&state=merged")).ShouldHaveSingleItem();

        await app.Undo(run);
        (await app.Say(await app.ClaimOf(tenant), "complete", new { })).Status.ShouldBe(200);

        (await List(app, $"record={goes}")).ShouldHaveSingleItem();
        (await app.Get($"/api/v1/members/{goes}")).GetProperty("name").GetString().ShouldBe("Mira Okafor");
    }

    [Fact]
    public async Task Tenants_are_merged_by_the_application_and_separated_again()
    {
        var app = await TestApplication.Connect(console);
        await app.Declare(DeclaredApplications.Recount);
        var goes = await Tenant(app, "acorn1", "Acorn Works GmbH", "info@acornworks.example");
        var stays = await Tenant(app, "acorn2", "Works Acorn", "INFO+2@acornworks.example");
        await DuplicatePairs.Scan(console);
        var pair = (await List(app, $"kind=tenant&record={goes}")).ShouldHaveSingleItem();
        (Reasons(pair), pair.GetProperty("tenant_id").ValueKind).ShouldBe(("email_variant name_and_domain", JsonValueKind.Null));
        (await app.Refusal("tenant.merge", goes, new { into = stays })).ShouldBe("no_handler");

        await app.DeclareAll();
        (await app.Refusal("tenant.merge", goes, new { into = "ext:nobody" })).ShouldBe("unknown_into");
        (await app.Refusal("tenant.merge", goes, new { into = goes })).ShouldBe("itself");
        var run = await app.Run("tenant.merge", goes, new { into = "ext:acorn2", subscription = "merged" });
        (await app.Refusal("tenant.merge", stays, new { into = goes })).ShouldBe("merge_in_progress");
        (await app.Refusal("tenant.anonymise", stays)).ShouldBe("merge_in_progress");
        (await app.Refusal("tenant.anonymise", goes)).ShouldBe("merge_in_progress");
        var task = await app.ClaimOf(goes);
        (await app.Say(task, "complete", new { })).Status.ShouldBe(200);

        var asked = task.GetProperty("input");
        (
            asked.GetProperty("into").GetProperty("external_id").GetString(),
            asked.GetProperty("plan").GetString(),
            asked.GetProperty("subscription").GetString()
        ).ShouldBe(("acorn2", "kept", "merged"));
        (await app.Refusal("tenant.merge", goes, new { into = stays })).ShouldBe("merged");
        (await List(app, $"record={goes}&state=merged")).ShouldHaveSingleItem();
        var owner = s_owner ??= await TestBrowser.Owner(console);
        await owner.Get($"/tenants/{goes}");
        owner.Page.ShouldContain("id=\"merged-tenant\"");

        await app.Undo(run);
        (await app.Say(await app.ClaimOf(goes), "complete", new { })).Status.ShouldBe(200);
        (await List(app, $"record={goes}")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Values_that_many_records_share_are_skipped_until_few_share_them()
    {
        await using var stage = await LawHarness.Open(console);
        var app = stage.App;
        await app.DeclareAll();
        var tenant = await app.Tenant("shared");
        var people = Enumerable.Range(1, 21).Select(number => new { id = $"ext:p{number}", email = "office@shared.example" }).ToList();
        await app.Put($"/api/v1/tenants/{tenant}/members", new { data = people.Take(2) });
        var first = await Member(app, tenant, "p1", new { name = "Sam" });
        await DuplicatePairs.Scan(console);
        (await List(app, $"record={first}")).ShouldHaveSingleItem();

        await app.Put($"/api/v1/tenants/{tenant}/members", new { data = people });
        await DuplicatePairs.Scan(console);
        await DuplicatePairs.Scan(console); // records that were compared by the value are marked by the scan before
        (await List(app, $"record={first}")).ShouldBeEmpty();
        var owner = s_owner ??= await TestBrowser.Owner(console);
        await owner.Get("/duplicates");
        owner.Page.ShouldContain("more than 20 records share them");

        var last = await Member(app, tenant, "p21", new { role = "coach" });
        await stage.Run("member.anonymise", last);
        (await app.Say(await app.ClaimOf(tenant), "complete", new { })).Status.ShouldBe(200);
        await DuplicatePairs.Scan(console);
        await DuplicatePairs.Scan(console); // those that share it are marked by the scan before

        (await List(app, $"record={first}")).Count.ShouldBe(19);
    }

    [Fact]
    public async Task The_page_shows_both_records_and_anonymising_deletes_what_they_are_compared_by()
    {
        await using var stage = await LawHarness.Open(console);
        var app = stage.App;
        await app.DeclareAll();
        var tenant = await app.Tenant("shown");
        var first = await Member(app, tenant, "one", new { name = "Noor Haddad", phone = "+41441234567" });
        var second = await Member(app, tenant, "two", new { name = "N. Haddad", phone = "+41441234567" });
        await DuplicatePairs.Scan(console);
        var owner = s_owner ??= await TestBrowser.Owner(console);

        await owner.Get($"/duplicates?record={first}");
        foreach (var shown in new[] { "Noor Haddad", "N. Haddad", "Same phone number", "operation=member.merge" })
            owner.Page.ShouldContain(shown);
        await owner.Get($"/members/{second}");
        owner.Page.ShouldContain("1 likely duplicate");
        await owner.Get($"/operations/new?operation=member.merge&subject={second}&into={first}&back=/duplicates");
        owner.Page.ShouldContain("Noor Haddad (instead of N. Haddad)");

        await stage.Run("member.anonymise", first);
        (await app.Say(await app.ClaimOf(tenant), "complete", new { })).Status.ShouldBe(200);

        (await Keys(first)).ShouldBe(0);
        await DuplicatePairs.Scan(console);
        (await List(app, $"record={second}")).ShouldBeEmpty();
        (await Keys(first)).ShouldBe(0);
    }

    [Fact]
    public async Task Shared_devices_and_cards_are_reasons_until_few_records_share_them()
    {
        var app = await TestApplication.Connect(console);
        var first = await Tenant(app, "trial-1", "Quokka", "a@quokka.example");
        var second = await Tenant(app, "trial-2", "Wombat", "b@wombat.example");
        var ada = await Member(app, first, "ada", new { name = "Ada Byron", device_id = "installation-1" });
        var other = await Member(app, first, "ada-2", new { name = "Byron Ada", device_id = "installation-1" });
        await Member(app, first, "bob", new { name = "Bob Boole", device_id = "installation-1" });
        await Member(app, second, "eve", new { device_id = "installation-1" });
        foreach (var tenant in new[] { first, second })
            await Pay(tenant, "fingerprint-1");
        await DuplicatePairs.Scan(console);

        var members = (await List(app, $"kind=member&record={ada}")).ShouldHaveSingleItem();
        Ids(members).ShouldBe([ada, other], ignoreOrder: true);
        (Reasons(members), members.GetProperty("score").GetInt32()).ShouldBe(("same_name same_device", 70));
        var tenants = (await List(app, $"kind=tenant&record={first}")).ShouldHaveSingleItem();
        (Reasons(tenants), tenants.GetProperty("score").GetInt32()).ShouldBe(("same_card same_device", 90));
        await using (var work = await console.Database.Read())
            (await work.One<long>("select count(*) from core.member_devices d where d.device_hash = 'installation-1'")).ShouldBe(0, "only hashes are stored");

        (await IsComparedAgain(first)).ShouldBeFalse("its card is the same");
        await Pay(second, "fingerprint-2");
        await DuplicatePairs.Scan(console);
        Reasons((await List(app, $"kind=tenant&record={first}")).ShouldHaveSingleItem()).ShouldBe("same_device");
        await Pay(second, "fingerprint-1");
        await DuplicatePairs.Scan(console);
        Reasons((await List(app, $"kind=tenant&record={first}")).ShouldHaveSingleItem()).ShouldBe("same_card same_device");

        foreach (var number in Enumerable.Range(3, 19))
            await Pay(await app.Tenant($"trial-{number}"), "fingerprint-1");
        await DuplicatePairs.Scan(console);
        await DuplicatePairs.Scan(console); // records that were compared by the value are marked by the scan before
        Reasons((await List(app, $"kind=tenant&record={first}")).ShouldHaveSingleItem()).ShouldBe("same_device");
    }

    /// <summary>A customer of the tenant at Stripe with a card, as the mirror stores it.</summary>
    private async Task Pay(string tenant, string fingerprint)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant, IdGenerator.Platform]);
        await work.Execute(
            """
            insert into stripe.objects (tenant_id, account_id, object_id, mode, type, customer, read_at, body, is_projected)
            values ('tnt_platform', 'acct_cards', 'pm_' || @tenant, 'live', 'payment_method', 'cus_' || @tenant, now(), @body, true)
            on conflict (tenant_id, account_id, object_id, mode) do update set body = excluded.body
            """,
            new { tenant, body = Json.Element(new { card = new { fingerprint } }) }
        );
        await WriteCustomer(tenant, work);
        await work.Commit();
    }

    /// <summary>Writes the customer of the tenant again, as each change at Stripe does.</summary>
    /// <returns>Whether the tenant was compared again: a comparison writes its keys, which then have another transaction.</returns>
    private async Task<bool> IsComparedAgain(string tenant)
    {
        var before = await LastTransaction();
        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant, IdGenerator.Platform]))
        {
            await WriteCustomer(tenant, work);
            await work.Commit();
        }
        await DuplicatePairs.Scan(console);
        return await LastTransaction() != before;

        async Task<long> LastTransaction()
        {
            await using var work = await console.Database.Read();
            return await work.One<long>("select max(k.xmin::text::bigint) from duplicates.keys k where k.subject_id = @tenant", new { tenant });
        }
    }

    private static async Task WriteCustomer(string tenant, UnitOfWork work)
    {
        await work.Execute("delete from billing.customers where tenant_id = @tenant and account_id = 'acct_cards'", new { tenant });
        await work.Execute(
            """
            insert into billing.customers (tenant_id, account_id, id, mode, balance_minor, is_delinquent, card, created_at, synced_at)
            values (@tenant, 'acct_cards', 'cus_' || @tenant, 'live', 0, false, 'visa 4242', now(), now())
            """,
            new { tenant }
        );
    }

    private async Task<long> Keys(string member)
    {
        await using var work = await console.Database.Read();
        return await work.One<long>("select count(*) from duplicates.keys where subject_id = @member", new { member });
    }

    private static async Task<IReadOnlyList<JsonElement>> List(TestApplication app, string query) =>
        [.. (await app.Get($"/api/v1/duplicates?{query}")).GetProperty("data").EnumerateArray()];

    private static string Reasons(JsonElement pair) => string.Join(' ', pair.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()));

    private static string[] Ids(JsonElement pair) => [pair.GetProperty("first_id").GetString()!, pair.GetProperty("second_id").GetString()!];

    private static async Task<string> Member(TestApplication app, string tenant, string id, object values) =>
        (await app.Put($"/api/v1/tenants/{tenant}/members/ext:{id}", values)).GetProperty("id").GetString()!;

    private static async Task<string> Tenant(TestApplication app, string id, string name, string email) =>
        (await app.Put($"/api/v1/tenants/ext:{id}", new { name, contact_email = email })).GetProperty("id").GetString()!;
}

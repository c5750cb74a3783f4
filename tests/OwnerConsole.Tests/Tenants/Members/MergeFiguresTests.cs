using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Tenants.Members;

/// <summary>Figures of two records of a person, merged and separate.</summary>
public sealed class MergeFiguresTests(TestConsole console) : IClassFixture<TestConsole>
{
    /// <summary>Selects usage, sessions and payments of a tenant.</summary>
    private const string Sums = """
        select 'day ' || concat_ws(' ', events, activity, sum(sessions), sum(seconds)) from core.tenant_days where tenant_id = @tenant group by events, activity
        union all select 'sessions ' || concat_ws(' ', count(*), sum(ended_at - started_at)) from core.sessions where tenant_id = @tenant
        union all select 'paid ' || concat_ws(' ', count(*), sum(amount), currency) from core.purchases where tenant_id = @tenant group by currency
        order by 1
        """;

    /// <summary>Selects all data about the members of a tenant with the application's ids.</summary>
    private const string Known = """
        select 'member ' || concat_ws(' ', external_id, name, email, role, last_seen_at, joined_at) from core.members where tenant_id = @tenant
        union all select 'session ' || concat_ws(' ', m.external_id, replace(s.session_id, @tenant, ''), s.started_at, s.ended_at)
          from core.sessions s join core.members m using (tenant_id, member_id) where tenant_id = @tenant
        union all select 'paid ' || concat_ws(' ', m.external_id, replace(p.purchase_id, @tenant, ''), p.at, p.amount)
          from core.purchases p join core.members m using (tenant_id, member_id) where tenant_id = @tenant
        union all select 'day ' || concat_ws(' ', m.external_id, d.day, d.last_at) from core.member_days d join core.members m using (tenant_id, member_id) where tenant_id = @tenant
        union all select 'people ' || members from core.tenant_summaries where tenant_id = @tenant
        union all select 'led ' || member_id from core.merges where tenant_id = @tenant and to_at is null
        order by 1
        """;

    [Fact]
    public async Task A_merge_reduces_the_member_count_and_keeps_every_sum()
    {
        var two = await DuplicateMembers.Make(console);
        await two.Reported();
        var (sums, people, active) = (await two.Rows(Sums), await two.Number("members.total"), await two.Number("members.active_7d"));
        var (time, started) = (await two.Number("sessions.time"), await two.Number("sessions.started"));

        await two.Merge();

        (await two.Rows(Sums)).ShouldBe(sums);
        (await two.Number("sessions.time"), await two.Number("sessions.started")).ShouldBe((time, started));
        (people, active, await two.Number("members.total"), await two.Number("members.active_7d")).ShouldBe((2, 2, 1, 1));
        (await two.Rows("select members::text from core.tenant_summaries where tenant_id = @tenant")).ShouldBe(["1"]);
        (await two.App.Get($"/api/v1/tenants/{two.Tenant}/members")).GetProperty("total").GetString().ShouldBe("1");
    }

    [Fact]
    public async Task A_member_who_left_is_not_counted_before_or_after_a_merge()
    {
        var two = await DuplicateMembers.Make(console);
        var left = TimeProvider.System.GetUtcNow();

        await Left("old", left);
        var alone = await CountMembers();
        var merge = await two.Merge();
        var merged = await CountMembers();
        await Left("new", left);
        var nobody = await CountMembers();
        await two.Separate(merge);
        var apart = await CountMembers();
        await Left("old", null);
        await Left("new", null);

        (alone, merged, nobody, apart).ShouldBe((1, 1, 0, 0));
        (await CountMembers()).ShouldBe(2);
        (await two.App.Get($"/api/v1/tenants/{two.Tenant}/members")).GetProperty("total").GetString().ShouldBe("2", "former members are still listed");

        Task<JsonElement> Left(string id, DateTimeOffset? at) => two.App.Put($"/api/v1/tenants/{two.Tenant}/members/ext:{id}", new { left_at = at });
        async Task<decimal> CountMembers()
        {
            var members = await two.Number("members.total");
            (await two.Rows("select members::text from core.tenant_summaries where tenant_id = @tenant")).ShouldBe([
                members.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ]);
            return members;
        }
    }

    [Fact]
    public async Task The_merged_member_has_the_activity_of_both_records()
    {
        var two = await DuplicateMembers.Make(console);
        await two.Reported();

        await two.Merge();
        await two.Reported(round: 2);

        var person = await two.Member(two.Stays);
        (Sessions(person), Sessions(await two.Member(two.Goes))).ShouldBe((6, 4));
        person.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("external_id").GetString()).ShouldBe(["old"]);
        (await two.App.Get($"/api/v1/members/{two.Stays}/sessions?limit=4")).GetProperty("data").GetArrayLength().ShouldBe(4);
        (await two.App.Get($"/api/v1/ledger?tenant={two.Tenant}"))
            .GetProperty("data")
            .EnumerateArray()
            .Select(row => row.GetProperty("member_id").GetString())
            .Distinct()
            .ShouldBe([two.Stays]);
        (await two.App.Put($"/api/v1/tenants/{two.Tenant}/members/ext:old", new { role = "coach" })).GetProperty("id").GetString().ShouldBe(two.Stays);
    }

    [Fact]
    public async Task Either_support_number_can_be_reported_for_either_record()
    {
        var two = await DuplicateMembers.Make(console);
        var (old, own) = (await Number(two, two.Goes), await Number(two, two.Stays));
        await two.Merge();

        await two.App.Put($"/api/v1/tenants/{two.Tenant}/members/ext:new", new { support_number = old });
        await two.App.Put($"/api/v1/tenants/{two.Tenant}/members/ext:old", new { support_number = own });

        (await Number(two, two.Goes), await Number(two, two.Stays)).ShouldBe((old, own));
        (await two.App.Get($"/api/v1/members?q={Uri.EscapeDataString(old)}")).GetProperty("data")[0].GetProperty("id").GetString().ShouldBe(two.Stays);
    }

    [Fact]
    public async Task Undoing_a_merge_restores_both_records_as_if_never_merged()
    {
        var (two, never) = (await DuplicateMembers.Make(console), await DuplicateMembers.Make(console));
        foreach (var each in new[] { two, never })
            await each.Reported();

        var run = await two.Merge();
        foreach (var each in new[] { two, never })
        {
            await each.Reported(round: 2);
            await each.App.Put($"/api/v1/tenants/{each.Tenant}/members/ext:old", new { name = "Jon B.", role = "coach" });
            await each.App.Put($"/api/v1/tenants/{each.Tenant}/members/ext:new", new { email = "mira@acorn.example" });
        }
        await two.Separate(run);

        (await two.Rows(Known)).ShouldBe(await never.Rows(Known));
        (await two.Number("members.total"), await two.Number("members.active_7d")).ShouldBe((2, 2));
    }

    private static async Task<string> Number(DuplicateMembers two, string id) => (await two.Member(id)).GetProperty("support_number").GetString()!;

    private static long Sessions(JsonElement person) => person.GetProperty("usage").GetProperty("sessions").GetInt64();
}

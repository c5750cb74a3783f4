using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Integrations.Applications;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Members;

/// <summary>Covers which records can be merged and which operations a merged record refuses.</summary>
public sealed class MergeRefusalTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_record_is_not_merged_with_itself_another_tenants_or_a_merged_record()
    {
        var (two, other) = (await DuplicateMembers.Make(console), await DuplicateMembers.Make(console));
        var third = await two.Another("third");

        (await Refused(two, two.Goes, two.Goes)).ShouldBe("itself");
        (await Refused(two, two.Goes, other.Stays)).ShouldBe("unknown_into");
        (await Refused(two, two.Goes, "ext:nobody")).ShouldBe("unknown_into");
        await two.Merge();
        (await Refused(two, third, two.Goes)).ShouldBe("into_merged");
        (await Refused(two, two.Goes, third)).ShouldBe("merged");
        (await Refused(two, third, "ext:new")).ShouldBeNull();
    }

    [Fact]
    public async Task Records_in_a_pending_merge_are_not_merged_with_others()
    {
        var two = await DuplicateMembers.Make(console);
        var third = await two.Another("third");

        await two.App.Run("member.merge", two.Goes, new { into = two.Stays });

        (await Refused(two, third, two.Goes)).ShouldBe("merge_in_progress");
        (await Refused(two, two.Stays, third)).ShouldBe("needed");
        (await Refused(two, third, two.Stays)).ShouldBeNull();
    }

    [Fact]
    public async Task A_merged_record_refuses_operations_and_names_the_remaining_member()
    {
        await using var stage = await LawHarness.Open(console);
        var two = await DuplicateMembers.Make(console, stage.App);
        await two.Merge();

        (string Operation, object Input)[] about =
        [
            ("member.reset", new { }),
            ("member.set_role", new { role = "coach" }),
            ("member.note", new { text = "Called." }),
            ("member.suspend", new { }),
            ("member.tag", new { tag = "vip" }),
            ("member.anonymise", new { }),
            ("member.impersonate", new { reason = "Looks." }),
        ];

        foreach (var (operation, input) in about)
        {
            var preview = await stage.Preview(operation, Json.Element(input), two.Goes);
            preview.Subjects[0].Code.ShouldBe("merged", operation);
            preview.Names.Text(preview.Subjects[0].ParsedSentence).ShouldBe("Jon Berg was merged into Mira Okafor. Use Mira Okafor instead.");
        }
    }

    [Fact]
    public async Task A_merge_is_refused_if_the_application_has_no_handler()
    {
        var two = await DuplicateMembers.Make(console);
        await two.App.Declare(DeclaredApplications.Recount);

        (await Refused(two, two.Goes, two.Stays)).ShouldBe("no_handler");
    }

    [Fact]
    public async Task Chained_merges_are_undone_in_reverse_order()
    {
        var two = await DuplicateMembers.Make(console);
        var third = await two.Another("third");
        var first = await two.Merge();
        var second = await two.Merge(two.Stays, third);

        (await Into(two, two.Goes), await Into(two, two.Stays)).ShouldBe((third, third));
        (await two.App.UndoRefused(first)).ShouldBe("moved_on");
        await two.Separate(second);
        (await Into(two, two.Goes), await Into(two, two.Stays)).ShouldBe((two.Stays, null));
        await two.Separate(first);
        (await Into(two, two.Goes), await Into(two, two.Stays)).ShouldBe((null, null));
        (await two.Rows("select members::text from core.tenant_summaries where tenant_id = @tenant")).ShouldBe(["3"]);
    }

    [Fact]
    public async Task Anonymising_a_merged_member_erases_all_records()
    {
        await using var stage = await LawHarness.Open(console);
        var two = await DuplicateMembers.Make(console, stage.App);
        var run = await two.Merge();

        await stage.Run("member.anonymise", two.Stays);
        await two.Answer();

        (await two.Rows("select distinct concat_ws(' ', name, email, support_number) from core.members where tenant_id = @tenant")).ShouldBe(["#U000000000"]);
        (await two.Rows("select subject from core.erasures where tenant_id = @tenant order by subject")).ShouldBe([two.Goes, two.Stays]);
        (await two.App.UndoRefused(run)).ShouldBe("moved_on");
    }

    [Fact]
    public async Task A_merge_into_a_member_anonymised_in_the_meantime_erases_both()
    {
        await using var stage = await LawHarness.Open(console);
        var two = await DuplicateMembers.Make(console, stage.App);
        await two.App.Run("member.merge", two.Goes, new { into = two.Stays });
        var merging = await two.App.ClaimOf(two.Tenant);

        await stage.Run("member.anonymise", two.Stays);
        await two.Answer();
        await two.App.Say(merging, "complete", new { });

        (await two.Rows("select distinct concat_ws(' ', name, email, support_number) from core.members where tenant_id = @tenant")).ShouldBe(["#U000000000"]);
        (await Into(two, two.Goes)).ShouldBe(two.Stays);
    }

    [Fact]
    public async Task Several_records_are_merged_at_once_except_the_target_itself()
    {
        var two = await DuplicateMembers.Make(console);
        var third = await two.Another("third");

        var preview = await two.App.Preview("member.merge", [two.Goes, two.Stays, third], new { into = two.Stays });
        await two.App.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });
        foreach (var task in await two.App.Claim(100))
            await two.App.Say(task, "complete", new { });

        preview.GetProperty("subjects").EnumerateArray().Select(row => row.GetProperty("refusal").GetString()).ShouldBe([null, "itself", null]);
        (await two.App.Get($"/api/v1/tenants/{two.Tenant}/members")).GetProperty("total").GetString().ShouldBe("1");
    }

    [Fact]
    public async Task The_page_of_a_merged_record_links_to_the_remaining_member()
    {
        var two = await DuplicateMembers.Make(console);
        await two.App.Run("member.note", two.Goes, new { text = "Came by phone." });
        await two.Merge();
        await console.WaitForLogSubscribers();
        var owner = await TestBrowser.Owner(console);

        await owner.Get($"/members/{two.Goes}");
        var goes = owner.Page;
        await owner.Get($"/members/{two.Stays}");

        goes.ShouldContain($"id=\"merged-into\" href=\"/members/{two.Stays}\"");
        owner.Page.ShouldContain("Came by phone.");
        owner.Page.ShouldContain("Your application merges");
        owner.Page.ShouldContain($"merged-{two.Goes}");
    }

    private static async Task<string?> Into(DuplicateMembers two, string id) => (await two.Member(id)).GetProperty("merged_into").GetString();

    private static Task<string?> Refused(DuplicateMembers two, string goes, string into) => two.App.Refusal("member.merge", goes, new { into });
}

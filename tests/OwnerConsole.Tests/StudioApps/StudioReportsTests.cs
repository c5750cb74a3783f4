using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.StudioApps;

[Slow(15, "StudioApp")]
public sealed class StudioReportsTests(SharedStudio console) : IClassFixture<SharedStudio>
{
    [Fact]
    public async Task A_new_studio_is_reported_with_its_people_and_their_activity()
    {
        var (owner, studio) = (console.App, await console.Clear());

        var id = await studio.Open();
        var booked = await studio.Book();

        await console.Until($"select count(*) = 8 from core.members m join core.tenants t using (tenant_id) where t.external_id = '{id}'");
        var tenant = await owner.Get($"/api/v1/tenants/ext:{id}");
        (tenant.GetProperty("name").GetString(), tenant.GetProperty("status").GetString()).ShouldBe(("Lumen", "trial"));
        await console.Until(EventsReported(id, booked));
        var present = await owner.Await($"/api/v1/tenants/ext:{id}/present", Someone);
        await studio.Visitor.Post("/sign-out");
        await owner.Await($"/api/v1/tenants/ext:{id}/present", answer => !Someone(answer));
        present.GetProperty("data")[0].GetRawText().ShouldContain("Ada Byron");
    }

    [Fact]
    public async Task Members_of_a_suspended_studio_cannot_sign_in_until_it_is_reactivated()
    {
        var (owner, studio) = (console.App, await console.Clear());
        var id = await studio.Open();
        await console.Until($"select exists (select from core.tenants where external_id = '{id}')");

        await owner.Run("tenant.suspend", $"ext:{id}", new { cause = "billing" });
        await studio.Until($"select suspended_for is not distinct from 'billing' from studio.studios where id = '{id}'");
        var inside = await studio.Visitor.Get("/");
        var refused = studio.NewVisitor();
        await studio.SignIn(refused);
        await owner.Run("tenant.reactivate", $"ext:{id}");
        await studio.Until($"select suspended_for is null from studio.studios where id = '{id}'");
        var again = await studio.SignIn(studio.NewVisitor());

        inside.Headers.Location!.AbsolutePath.ShouldBe("/sign-in");
        refused.Page.ShouldContain("This studio is suspended.");
        again.Headers.Location!.OriginalString.ShouldBe("/");
    }

    [Fact]
    public async Task A_suspended_person_cannot_sign_in_until_they_are_reactivated()
    {
        var (owner, studio) = (console.App, await console.Clear());
        await studio.Open();
        var person = await studio.One<string>($"select id from studio.people where email = '{StudioProcess.Email}'");
        await console.Until($"select exists (select from core.members where external_id = '{person}')");
        var member = await FindMember(person);

        await owner.Run("member.suspend", member, new { cause = "security" });
        await studio.Until($"select suspended_for is not distinct from 'security' from studio.people where id = '{person}'");
        var inside = await studio.Visitor.Get("/");
        var refused = studio.NewVisitor();
        await studio.SignIn(refused);
        await owner.Run("member.reactivate", member);
        await studio.Until($"select suspended_for is null from studio.people where id = '{person}'");
        var again = await studio.SignIn(studio.NewVisitor());

        inside.Headers.Location!.AbsolutePath.ShouldBe("/sign-in");
        refused.Page.ShouldContain("Your account is suspended.");
        again.Headers.Location!.OriginalString.ShouldBe("/");
    }

    [Fact]
    public async Task The_connector_views_contain_the_same_data_as_the_reports()
    {
        var (owner, studio) = (console.App, await console.Clear());
        var id = await studio.Open();
        var booked = await studio.Book();

        (await studio.All<string>("select external_id from owner_console_tenants")).ShouldBe([id]);
        (await studio.All<string>($"select role from owner_console_members where tenant_external_id = '{id}'")).Count.ShouldBe(8);
        await console.Until(EventsReported(id, booked));
        var read = await studio.All<string>("select id from owner_console_events where id not like 'lesson-%'"); // events of the sample data were never reported
        var again = read.Select(one => new Dictionary<string, object?>(EventReports.Event($"ext:{id}", "activity", id: one)) { ["source"] = "/StudioApp" });
        var answer = await owner.Report([.. again]);
        answer.Duplicates.ShouldBe(read.Count);
    }

    /// <summary>Filters by tenant, because the console shared by these tests knows the bookings of other studios as well.</summary>
    private static string EventsReported(string id, int bookings) =>
        $"select count(*) = {bookings} from core.events e join core.tenants t using (tenant_id) where t.external_id = '{id}' and e.type = 'lesson.booked'";

    private async Task<string> FindMember(string externalId)
    {
        await using var work = await console.Database.Read();
        return (await work.One<string>("select member_id from core.members where external_id = @externalId", new { externalId }))!; // the test has waited for it
    }

    private static bool Someone(JsonElement present) => present.GetProperty("data").GetArrayLength() == 1;
}

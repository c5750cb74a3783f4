using OwnerConsole.Client;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Sdk;

public sealed class ReportsTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Omitted_fields_stay_unchanged_and_null_clears_them()
    {
        await using var app = await ConnectedApp.Start(console);
        var owner = await TestApplication.Connect(console);
        var trial = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var made = await app.Console.ReportTenant(
            "acme",
            new()
            {
                Name = "Acme",
                ContactEmail = "ada@acme.example",
                Lifecycle = Lifecycle.Trial,
                TrialEndsAt = trial,
                Country = "CH",
                Attributes = new Dictionary<string, object?>(StringComparer.Ordinal) { ["rooms"] = 3 },
            }
        );

        var again = await app.Console.ReportTenant("acme", new() { Lifecycle = Lifecycle.Active, TrialEndsAt = null });

        again.Id.ShouldBe(made.Id);
        var tenant = await owner.Get($"/api/v1/tenants/{made.Id}");
        tenant.GetProperty("name").GetString().ShouldBe("Acme");
        tenant.GetProperty("contact_email").GetString().ShouldBe("ada@acme.example");
        tenant.GetProperty("status").GetString().ShouldBe("active");
        tenant.GetProperty("trial_ends_at").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        tenant.GetProperty("attributes").GetProperty("rooms").GetInt32().ShouldBe(3);
    }

    [Theory]
    [InlineData("gid://app/Customer/1234")]
    [InlineData("a%2Fb")]
    [InlineData("100% Yoga/Zürich")]
    public async Task An_external_id_is_the_same_in_single_and_bulk_reports(string id)
    {
        await using var app = await ConnectedApp.Start(console);

        var one = await app.Console.ReportTenant(id, new() { Name = "One" });
        var many = await app.Console.ReportTenants(new Dictionary<string, TenantReport> { [id] = new() { Name = "Many" } });
        var member = await app.Console.ReportMember(id, $"{id}/anna", new() { Name = "Anna" });

        (one.ExternalId, many[0].Id, member.ExternalId).ShouldBe((id, one.Id, $"{id}/anna"));
    }

    [Fact]
    public async Task Large_reports_are_split_into_several_requests()
    {
        await using var app = await ConnectedApp.Start(console);

        var tenants = await app.Console.ReportTenants(
            Enumerable.Range(1, 1_201).ToDictionary(number => $"many-{number}", number => new TenantReport { Name = $"Many {number}" })
        );
        var members = await app.Console.ReportMembers(
            "many-7",
            Enumerable.Range(1, 501).ToDictionary(number => $"m/{number}", number => new MemberReport { Name = $"Member {number}", Role = "client" })
        );

        tenants.Select(tenant => tenant.ExternalId).ShouldBe(Enumerable.Range(1, 1_201).Select(number => $"many-{number}"));
        members.Count.ShouldBe(501);
        members.ShouldAllBe(member => member.SupportNumber.StartsWith("#U"));
    }

    [Fact]
    public async Task Subjects_of_a_tenant_are_declared_and_reported()
    {
        await using var app = await ConnectedApp.Start(console);
        await app.Console.Declare(new() { SubjectTypes = [new("lesson", "Lesson", "Lessons")] });
        await app.Console.ReportTenant("acme-lessons", new() { Name = "Acme" });

        var reported = await app.Console.ReportSubjects(
            "acme-lessons",
            "lesson",
            Enumerable.Range(1, 501).ToDictionary(number => $"l/{number}", number => new SubjectReport { Title = $"Lesson {number}", Ended = number == 501 })
        );

        reported.Count.ShouldBe(501);
        (reported[0].ExternalId, reported[0].Title, reported[0].EndedAt).ShouldBe(("l/1", "Lesson 1", null));
        reported[500].EndedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_refusal_names_the_field_and_the_remedy()
    {
        await using var app = await ConnectedApp.Start(console);

        var refused = await Should.ThrowAsync<RefusedException>(() => app.Console.ReportTenant("wrong", new() { Country = "Switzerland" }));

        refused.Code.ShouldBe("invalid");
        refused.Detail.ShouldStartWith("country ");
        refused.RequestId.ShouldNotBeNull();
    }

    [Fact]
    public async Task Rate_limited_reports_wait_and_are_sent_again()
    {
        await using var app = await ConnectedApp.Start(console);

        var made = await Task.WhenAll(Enumerable.Range(1, 160).Select(number => app.Console.ReportMember("acme-fast", $"m{number}", new() { Name = "Ada" })))
            .ShouldThrowAsync<RefusedException>();

        made.Code.ShouldBe("not_found"); // the tenant was never reported: every report was answered
    }

    [Fact]
    public async Task A_named_process_sends_heartbeats()
    {
        var key = (await TestApplication.Connect(console)).Key;
        var plain = ConnectedApp.To(console.Address, key);

        await using var app = await ConnectedApp.Start(
            new OwnerConsoleOptions
            {
                Address = plain.Address,
                Key = key,
                Application = ConnectedApp.Name,
                Instance = "web-7",
                Version = "2.3.1",
            }
        );

        await console.Until("select exists (select from core.instances where instance_id = 'web-7' and version = '2.3.1')");
    }
}

using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Messaging.Preferences.Public;
using OwnerConsole.Pure.Privacy;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Tenants.Anonymisation;

namespace OwnerConsole.Tests.Trust.Privacy;

/// <summary>Legal bases and consents that the application reports: their history, their effect on messages, and the evidence that stays.</summary>
public sealed class ConsentTests(RehearsalConsole console) : IClassFixture<RehearsalConsole>
{
    [Fact]
    public async Task All_changes_are_kept_and_the_latest_one_applies_in_whatever_order_they_are_reported()
    {
        await using var stage = await LawHarness.Open(console);
        var (_, members) = await stage.TenantWithMembers();
        var address = $"/api/v1/members/{members[0]}/consents";

        var granted = Report("granted", "2025-03-01T12:00:00.1234567+02:00");
        var first = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => stage.App.Put($"{address}/marketing", granted)));
        var withdrawn = await stage.App.Put($"{address}/marketing", Report("withdrawn", "2025-05-01T00:00:00Z"));
        var late = await stage.App.Put($"{address}/marketing", Report("granted", "2025-04-01T00:00:00Z"));
        var unchanged = await stage.App.Put($"{address}/marketing", Report("withdrawn", at: null));
        await stage.App.Put($"{address}/service", new { legal_basis = "contract", state = "granted" });
        var all = (await stage.App.Get(address)).GetProperty("data").EnumerateArray().ToList();

        first.Select(Id).Distinct().Count().ShouldBe(1); // repeated at the same time
        (Id(late), Id(unchanged)).ShouldBe((Id(withdrawn), Id(withdrawn)));
        all.Count.ShouldBe(4);
        all.Where(change => change.GetProperty("purpose").GetString() == "marketing")
            .Select(change => (change.GetProperty("state").GetString(), change.GetProperty("is_current").GetBoolean()))
            .ShouldBe([("withdrawn", true), ("granted", false), ("granted", false)]);
        all[0].GetProperty("purpose").GetString().ShouldBe("service"); // decided now
        all[1].GetProperty("source").GetString().ShouldBe("Sign-up form");
    }

    [Fact]
    public async Task Withdrawn_consent_to_marketing_stops_its_topics_until_it_is_granted_again()
    {
        await using var stage = await LawHarness.Open(console);
        var (tenant, members) = await stage.TenantWithMembers();
        var address = $"/api/v1/members/{members[0]}/consents";
        var before = await Exclusions(tenant, members[0]);

        await stage.App.Put($"{address}/marketing", Report("withdrawn", "2025-05-01T00:00:00Z"));
        await stage.App.Put(
            $"{address}/usage",
            new
            {
                legal_basis = "legitimate_interests",
                state = "withdrawn",
                changed_at = "2025-05-01T00:00:00Z",
            }
        );
        var withdrawn = await Exclusions(tenant, members[0]);
        var other = await Exclusions(tenant, members[1]);
        var decided = await Decide(tenant, members);
        var refused = await stage.App.Refusal(
            "member.notify",
            members[0],
            new
            {
                title = "News",
                body = "All new.",
                topic = "news",
            }
        );
        await stage.App.Put($"{address}/marketing", Report("granted", "2025-06-01T00:00:00Z"));

        before.ShouldBe("- - - - -");
        withdrawn.ShouldBe("consent_withdrawn consent_withdrawn consent_withdrawn - -");
        other.ShouldBe("- - - - -");
        decided.ShouldBe(["consent_withdrawn", null]);
        refused.ShouldBe("consent_withdrawn");
        (await Exclusions(tenant, members[0])).ShouldBe("- - consent_withdrawn - -");
    }

    [Fact]
    public async Task An_anonymised_member_leaves_the_evidence_of_consent_without_its_source()
    {
        await using var stage = await LawHarness.Open(console);
        var known = await TracedTenant.Make(stage);
        var address = $"/api/v1/members/{known.Ada}/consents";
        var reported = await stage.App.Put(
            $"{address}/marketing",
            new
            {
                legal_basis = "consent",
                state = "granted",
                text_version = "v7",
                source = $"Form of {known.Word}",
            }
        );

        await known.Forget("member.anonymise", known.Ada);
        var (status, body) = await stage.App.Send(HttpMethod.Put, $"{address}/marketing", """{"legal_basis":"consent","state":"withdrawn"}""");

        var left = (await stage.App.Get(address)).GetProperty("data").EnumerateArray().ToList();
        (Id(left[0]), left[0].GetProperty("text_version").GetString()).ShouldBe((Id(reported), "v7"));
        left.Count.ShouldBe(2); // the other one belongs to the traced rows
        left.ShouldAllBe(change => change.GetProperty("source").ValueKind == JsonValueKind.Null);
        (status, body.GetProperty("code").GetString()).ShouldBe((409, "anonymised"));
    }

    [Fact]
    public async Task The_erasure_of_a_tenant_waits_for_a_report_that_is_being_stored()
    {
        await using var stage = await LawHarness.Open(console);
        var (tenant, members) = await stage.TenantWithMembers();

        Task erasure;
        await using (var reporting = await console.Database.Write(WriteOrigin.Intake("law"), [tenant]))
        {
            var change = new ConsentChange("marketing", LegalBasis.Consent, ConsentState.Granted, ChangedAt: null, TextVersion: null, "Form of Ada");
            await ConsentRows.Add(tenant, members[0], change, stage.NewId("cns"), "law", reporting);
            erasure = Erase(tenant);
            await console.Until(
                "select exists (select from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database())"
            );
            await reporting.Commit();
        }
        await erasure;

        await using var work = await console.Database.Read();
        (await work.One<bool>("select c.source is null from core.consents c where c.tenant_id = @tenant", new { tenant })).ShouldBeTrue();
    }

    [Theory]
    [InlineData("Marketing", """{"legal_basis":"consent","state":"granted"}""", "purpose")]
    [InlineData("service", """{"legal_basis":"contract","state":"withdrawn"}""", "state")]
    [InlineData("marketing", """{"legal_basis":"mood","state":"granted"}""", "legal_basis")]
    [InlineData("marketing", """{"legal_basis":"consent"}""", "state")]
    [InlineData("marketing", """{"legal_basis":"consent","state":"granted","changed_at":"2999-01-01T00:00:00Z"}""", "changed_at")]
    [InlineData("marketing", """{"legal_basis":"consent","state":"granted","changed_at":"0001-01-01T00:00:00Z"}""", "changed_at")]
    [InlineData("marketing", """{"legal_basis":"consent","state":"granted","text_version":"version 1"}""", "text_version")]
    [InlineData("marketing", """{"legal_basis":"consent","state":"granted","source":"two\nlines"}""", "source")]
    public async Task Reports_with_a_wrong_value_are_refused_by_the_name_of_the_field(string purpose, string report, string field)
    {
        await using var stage = await LawHarness.Open(console);
        var (_, members) = await stage.TenantWithMembers();

        var (status, body) = await stage.App.Send(HttpMethod.Put, $"/api/v1/members/{members[0]}/consents/{purpose}", report);

        status.ShouldBe(400, body.GetRawText());
        body.GetRawText().ShouldContain(field);
    }

    private async Task Erase(string tenant)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("law"), [tenant, IdGenerator.Platform]);
        await console.Services.GetRequiredService<Anonymiser>().Tenant(tenant, work);
        await work.Commit();
    }

    /// <returns>Why the member receives no message of the topics news, feature updates, usage, system alerts and billing.</returns>
    private async Task<string> Exclusions(string tenant, string member)
    {
        await using var work = await console.Database.Read();
        var reasons = new List<string>();
        foreach (var topic in new[] { "news", "feature_updates", "usage", "system_alerts", "billing" })
            reasons.Add((await RecipientPolicy.FindExclusions(topic, MessageChannel.InApp, [(tenant, member, null)], work))[0] ?? "-");
        return string.Join(' ', reasons);
    }

    private async Task<IReadOnlyList<string?>> Decide(string tenant, string[] members)
    {
        await using var work = await console.Database.Read();
        var policy = console.Services.GetRequiredService<RecipientPolicy>();
        var decided = await policy.Decide(
            new("news", MessageChannel.InApp, IsUrgent: true),
            [.. members.Take(2).Select(member => (tenant, member, default(string)))],
            work
        );
        return [.. decided.Select(decision => decision.Exclusion)];
    }

    private static object Report(string state, string? at) =>
        new
        {
            legal_basis = "consent",
            state,
            changed_at = at,
            text_version = "2025-01",
            source = "Sign-up form",
        };

    private static string Id(JsonElement change) => change.GetProperty("id").GetString()!;
}

using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Tests.Integrations.Applications;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Tenants.Anonymisation;

/// <summary>A tenant with a traceable word in every place that accepts text.</summary>
internal sealed record TracedTenant(LawHarness Stage, string Tenant, string Ada, string Bob, string Word, Run Noted)
{
    private static readonly Meter[] s_meters =
    [
        new("tokens", "Tokens", "token", "answer.given", AggregationKind.Sum, ["usage", "tokens"], ["kind"], false),
        new("askers", "Askers", "person", "answer.given", AggregationKind.Unique, ["by"], [], false),
    ];

    public static async Task<TracedTenant> Make(LawHarness stage)
    {
        await stage.App.DeclareAll();
        await stage.Once(() => Declare(stage));
        await CreatePlanExample.Pro(stage);
        var word = stage.Word();
        var tenant = (
            await stage.App.Put(
                $"/api/v1/tenants/ext:{Guid.CreateVersion7()}",
                new
                {
                    name = $"{word} studio",
                    contact_email = $"{word}@studio.example",
                    owner_name = $"Mila {word}",
                    country = "CH",
                    referrer = $"https://example.org/{word}",
                    attributes = new { teacher = word, seats = 3 },
                    plan_items = new[] { new { plan = "pro" } },
                }
            )
        ).GetProperty("id").GetString()!;
        var (ada, bob) = (await Person(stage, tenant, "ada", word), await Person(stage, tenant, "bob", word));
        await stage.App.Report([.. new[] { "ada", "bob" }.SelectMany(who => Events(tenant, who, word))]);
        await stage.App.Report("", [EventReports.Event(tenant, "activity", DateTimeOffset.UnixEpoch, new { word })]); // This event is too old, so it is stored unprocessed.
        await stage.Console.WaitForProjection();

        var noted = await stage.Run("note.add", tenant, new { text = $"{word} called." });
        await stage.Run("member.note", ada, new { text = $"{word} called." });
        await stage.Run("tenant.tag", tenant, new { tag = word });
        await stage.Run("member.tag", ada, new { tag = word });
        await stage.Run("member.suspend", ada, new { cause = "other", message = $"Sorry, {word}." });
        await stage.Run("member.reactivate", ada);
        await stage.App.Booking(tenant, "b-1", $"Lesson of {word}");
        await stage.Run("tenant.suspend", tenant, new { cause = "other", message = $"Sorry, {word}." });
        await stage.Run("tenant.reactivate", tenant);
        await stage.Run("tenant.grant", tenant, new { plan = "pro", reason = $"{word} asked." });
        await stage.Run("member.impersonate", ada, new { reason = $"{word} asked." });
        await stage.Run("member.set_role", bob, new { role = word });
        await stage.Run("member.notify", ada, new { title = $"News for {word}", body = $"Hello {word}." });
        await TracedRows.Add(stage, tenant, ada, word);
        await stage.App.Say(await stage.App.ClaimOf(tenant), "fail", new { code = "no", message = $"{word} said no." });
        return new(stage, tenant, ada, bob, word, noted);
    }

    /// <summary>Starts the operation. The application has not answered yet.</summary>
    /// <returns>The task sent to the application.</returns>
    public async Task<JsonElement> Ask(string operation = "tenant.anonymise", string? subject = null)
    {
        await Stage.Run(operation, subject ?? Tenant);
        return await Stage.App.ClaimOf(Tenant);
    }

    /// <summary>Starts the operation and completes it as the application.</summary>
    public async Task Forget(string operation = "tenant.anonymise", string? subject = null)
    {
        var done = await Stage.App.Say(await Ask(operation, subject), "complete", new { note = $"{Word} is forgotten." });
        done.Status.ShouldBe(200, done.Body.ToString());
    }

    /// <summary>Finds rows in the whole database that still contain the word.</summary>
    public Task<IReadOnlyList<string>> Traces() => Fixtures.DatabaseTextSearch.Find(TestCluster.Current.Super(Stage.Console.Options.Connections), [Word]);

    private static async Task<string> Person(LawHarness stage, string tenant, string who, string word) => (
            await stage.App.Put(
                $"/api/v1/tenants/{tenant}/members/ext:{who}",
                new
                {
                    name = $"{who} {word}",
                    email = $"{who}@{word}.example",
                    attributes = new { nickname = word },
                }
            )
        ).GetProperty("id").GetString()!;

    public static IEnumerable<object> Events(string tenant, string who, string word) =>
        [
            EventReports.Event(tenant, "activity", null, new { member = who, address = $"{who}@{word}.example" }),
            EventReports.Event(
                tenant,
                "session.recorded",
                null,
                new
                {
                    member = who,
                    duration_seconds = 90,
                    from = word,
                }
            ),
            EventReports.Event(
                tenant,
                "answer.given",
                null,
                new
                {
                    member = who,
                    by = $"{who}@{word}.example",
                    kind = "long",
                    usage = new { tokens = 12, about = word },
                }
            ),
            EventReports.Event(
                tenant,
                "purchase.completed",
                null,
                new
                {
                    member = who,
                    purchase = Guid.CreateVersion7(),
                    price = new { amount = 4900, currency = "USD" },
                    name = $"A present for {word}",
                }
            ),
        ];

    private static async Task<bool> Declare(LawHarness stage)
    {
        if ((await stage.App.Get("/api/v1/meters")).GetRawText().Contains("\"askers\"", StringComparison.Ordinal))
            return true;
        foreach (var meter in s_meters)
            await stage.Run(
                "meter.declare",
                "tnt_platform",
                new
                {
                    key = meter.Key,
                    name = meter.Name,
                    unit = meter.Unit,
                    event_type = meter.EventType,
                    adds = meter.Adds,
                    value = string.Join('.', meter.ValuePath),
                    group_by = meter.GroupBy,
                }
            );
        return true;
    }
}

using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Laws;

/// <summary>The console of a law test, with a reporting application and an owner.</summary>
public sealed class LawHarness : IAsyncDisposable
{
    private const string ReportedName = "quell";
    private static int s_made;
    private readonly List<string> _personal = [];
    private readonly Dictionary<Type, object> _arranged = [];

    private LawHarness(TestConsole console, TestApplication app) => (Console, App) = (console, app);

    public TestConsole Console { get; }

    public TestApplication App { get; }

    /// <summary>Names and addresses of reported people and companies.</summary>
    public IReadOnlyList<string> Personal => _personal;

    public OperationCatalogue Catalogue => Console.Services.GetRequiredService<OperationCatalogue>();

    private Previews Previews => Console.Services.GetRequiredService<Previews>();

    private Runner Runner => Console.Services.GetRequiredService<Runner>();

    public static async Task<LawHarness> Open(TestConsole console) => new(console, await TestApplication.Connect(console));

    /// <summary>A unique word that a law can find again.</summary>
    public string Word()
    {
        var word = ReportedName + Interlocked.Increment(ref s_made).ToString(CultureInfo.InvariantCulture);
        _personal.Add(word);
        return word;
    }

    /// <returns>The id of a tenant with two members.</returns>
    public async Task<string> Tenant() => (await TenantWithMembers()).Tenant;

    /// <returns>The ids of the tenant and its two members.</returns>
    public async Task<(string Tenant, string[] Members)> TenantWithMembers()
    {
        var word = Word();
        var made = await App.Put(
            $"/api/v1/tenants/ext:{word}",
            new
            {
                name = $"{word} studio",
                contact_email = $"{word}@studio.example",
                owner_name = $"Mila {word}",
                plan_items = new[] { new { plan = "pro" } },
            }
        );
        var id = made.GetProperty("id").GetString()!;
        var people = new[] { "ada", "bob" }.Select(name => new
        {
            id = $"ext:{name}",
            name = $"{name} {word}",
            email = $"{name}@{word}.example",
        });
        await App.Put($"/api/v1/tenants/{id}/members", new { data = people });
        var members = await App.Get($"/api/v1/tenants/{id}/members");
        return (id, [.. members.GetProperty("data").EnumerateArray().Select(member => member.GetProperty("id").GetString()!)]);
    }

    public async Task<Preview> Preview(string operation, JsonElement? input, params string[] subjects) =>
        await Previews.Create(Caller.System, operation, TargetSelection.Of(subjects), input ?? Catalogue.Find(operation).ExampleInput, CancellationToken.None);

    public Task<Preview> Preview(Example example, Arranged given) => Preview(example.OperationName, given.Input, given.Subject);

    /// <param name="isProven">Whether the caller has just confirmed their identity.</param>
    /// <param name="confirmation">The typed confirmation; null uses the required text.</param>
    public async Task<Run> Start(Preview preview, Caller? caller = null, bool isProven = true, string? confirmation = null)
    {
        var proof = isProven ? new Proof(ProofKind.PasswordAndCode) : null;
        var order = new RunStartRequest(preview.PreviewId, "A law is tried.", Proof: proof, Confirmation: confirmation ?? preview.Confirmation);
        return await Runner.Start(caller ?? Caller.System, order, key: null, CancellationToken.None);
    }

    public async Task<Run> Run(Example example, Arranged given) => await Start(await Preview(example, given));

    /// <summary>Runs an operation as a person.</summary>
    public async Task<Run> Run(string operation, string subject, object? input = null) =>
        await Start(await Preview(operation, input is null ? null : Json.Element(input), subject));

    public Task<Run> Undo(Run run) => Runner.Undo(Caller.System, run.RunId, key: null, CancellationToken.None);

    public Task<DatabaseSnapshot> ReadAll() => DatabaseSnapshot.ReadAll(Console);

    public Task<DatabaseSnapshot> ReadCurrent() => DatabaseSnapshot.ReadCurrent(Console);

    /// <summary>The responses of all read routes about a subject, without history.</summary>
    public async Task<DatabaseSnapshot> Answers(string subject)
    {
        // Months and reports contain revenue that is calculated a moment later. The tables contain what closes them.
        string[] history =
        [
            "operations",
            "previews",
            "runs",
            "timeline",
            "time-report",
            "deliveries",
            "emails",
            "log",
            "lanes",
            "stream",
            "months",
            "restatements",
            "ledger",
            "credit-movements",
            "findings",
            "campaigns",
            "dunning",
            "dunning-results",
            "revenue",
            "application",
            "health",
            "alerts",
            "errors",
            "services",
            "retention",
            "slas",
            "sla-results",
            "imports",
            "legal-holds",
            "tenant-deletions",
            "duplicates",
        ];
        var reads = Console
            .Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            .Select(route => route.RoutePattern)
            .Where(route => route.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal) && !history.Any(route.RawText.Split('/').Contains))
            .Where(route =>
                route.Parameters.Count == 0 || (route.Parameters.Count == 1 && route.RawText!.StartsWith("/api/v1/tenants/{id}", StringComparison.Ordinal))
            )
            .Where(route => route.Parameters.Count == 0 || subject.StartsWith("tnt_", StringComparison.Ordinal) && subject != IdGenerator.Platform)
            .Select(route => route.RawText!.Replace("{id}", subject, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        var answers = new List<string>();
        foreach (var address in reads)
            answers.AddRange(DatabaseSnapshot.ReadCurrent(address, (await App.Get(address)).GetRawText()));
        return new(answers);
    }

    /// <returns>The log entries of a run, each as JSON.</returns>
    public async Task<IReadOnlyList<JsonElement>> Logged(Run run)
    {
        await using var work = await Console.Database.Read();
        var rows = await work.List<string>("select to_jsonb(l)::text from core.log l where l.run_id = @run order by l.id", new { run = run.RunId });
        return [.. rows.Select(row => JsonSerializer.Deserialize<JsonElement>(row))];
    }

    /// <returns>The number of unfinished work items of a run.</returns>
    public async Task<long> CountPendingWork(Run run)
    {
        await using var work = await Console.Database.Read();
        return await work.One<long>("select count(*) from work.items where run_id = @run", new { run = run.RunId });
    }

    /// <summary>Makes the next work item of a run due.</summary>
    public Task AdvanceClock(Run run) =>
        Force(
            """
            update work.items set due = now() where run_id = @run and id = (select min(id) from work.items where run_id = @run);
            update work.lanes set due = now(), wakes = wakes + 1 where lane in (select lane from work.items where run_id = @run);
            select pg_notify('work', '')
            """,
            ("run", run.RunId)
        );

    /// <summary>Writes a row as an intake would.</summary>
    public async Task Write(string sql, string tenant, object args)
    {
        await using var work = await Console.Database.Write(WriteOrigin.Intake("law"), [tenant]);
        foreach (var statement in sql.Split(';'))
            work.Defer(statement, args);
        await work.Commit();
    }

    public string NewId(string prefix) => Console.Services.GetRequiredService<IdGenerator>().New(prefix);

    /// <summary>Arranges a value once and returns the same value to later callers.</summary>
    public async Task<T> Once<T>(Func<Task<T>> arrange)
        where T : notnull => (T)(_arranged.TryGetValue(typeof(T), out var known) ? known : _arranged[typeof(T)] = await arrange());

    /// <summary>Runs SQL as superuser, to simulate or to break something.</summary>
    public async Task Force(string sql, params (string Name, object Value)[] args)
    {
        await using var super = await TestCluster.Current.OpenAsSuper(Console.Options.Connections);
        await using var command = new NpgsqlCommand("set app.intake = 'law'; " + sql, super);
        foreach (var (name, value) in args)
            command.Parameters.AddWithValue(name, value);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Releases an emergency stop and a restore, so that the next law starts clean.</summary>
    public async ValueTask DisposeAsync() =>
        await Force(
            """
            update core.emergency_stop set stopped = false, opened_by = null, opened_at = null where stopped;
            update core.restores set closed_by = 'law' where closed_by is null
            """
        );
}

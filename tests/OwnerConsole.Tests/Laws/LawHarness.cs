using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Laws;

/// <summary>The console that one law is tried on: an application that reports, and an owner who decides.</summary>
public sealed class LawHarness : IAsyncDisposable
{
    private const string ReportedName = "quell";
    private static int s_made;
    private readonly List<string> _personal = [];
    private readonly Dictionary<Type, object> _arranged = [];

    private LawHarness(TestConsole console, TestApplication app) => (Console, App) = (console, app);

    public TestConsole Console { get; }

    public TestApplication App { get; }

    /// <summary>Names and addresses of people and companies that were reported here.</summary>
    public IReadOnlyList<string> Personal => _personal;

    public OperationCatalogue Catalogue => Console.Services.GetRequiredService<OperationCatalogue>();

    private Previews Previews => Console.Services.GetRequiredService<Previews>();

    private Runner Runner => Console.Services.GetRequiredService<Runner>();

    public static async Task<LawHarness> Open(TestConsole console) => new(console, await TestApplication.Connect(console));

    /// <summary>A word that nobody else uses, which a law can find again.</summary>
    public string Word()
    {
        var word = ReportedName + Interlocked.Increment(ref s_made).ToString(CultureInfo.InvariantCulture);
        _personal.Add(word);
        return word;
    }

    /// <returns>the id of a tenant with two people in it</returns>
    public async Task<string> Tenant() => (await TenantWithMembers()).Tenant;

    /// <returns>its id, and the ids of its two people</returns>
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

    /// <param name="isProven">whoever asks has proved once more who they are</param>
    /// <param name="confirmation">what is typed; null for what is asked to be</param>
    public async Task<Run> Start(Preview preview, Caller? caller = null, bool isProven = true, string? confirmation = null)
    {
        var proof = isProven ? new Proof(ProofKind.PasswordAndCode) : null;
        var order = new RunStartRequest(preview.PreviewId, "A law is tried.", Proof: proof, Confirmation: confirmation ?? preview.Confirmation);
        return await Runner.Start(caller ?? Caller.System, order, key: null, CancellationToken.None);
    }

    public async Task<Run> Run(Example example, Arranged given) => await Start(await Preview(example, given));

    /// <summary>Somebody decides something.</summary>
    public async Task<Run> Run(string operation, string subject, object? input = null) =>
        await Start(await Preview(operation, input is null ? null : Json.Element(input), subject));

    public Task<Run> Undo(Run run) => Runner.Undo(Caller.System, run.RunId, key: null, CancellationToken.None);

    public Task<DatabaseSnapshot> ReadAll() => DatabaseSnapshot.ReadAll(Console);

    public Task<DatabaseSnapshot> ReadCurrent() => DatabaseSnapshot.ReadCurrent(Console);

    /// <summary>What the API answers to everything that can be read about a subject, without history.</summary>
    public async Task<DatabaseSnapshot> Answers(string subject)
    {
        // months hold money that is counted from the facts a moment later; what closes them stands in the tables
        string[] history =
        [
            "operations",
            "previews",
            "runs",
            "timeline",
            "time-report",
            "deliveries",
            "letters",
            "log",
            "lanes",
            "stream",
            "months",
            "ledger",
            "credit-movements",
            "application",
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

    /// <returns>the log's lines of a run, each as its JSON</returns>
    public async Task<IReadOnlyList<JsonElement>> Logged(Run run)
    {
        await using var work = await Console.Database.Read();
        var rows = await work.List<string>("select to_jsonb(l)::text from core.log l where l.run_id = @run order by l.id", new { run = run.RunId });
        return [.. rows.Select(row => JsonSerializer.Deserialize<JsonElement>(row))];
    }

    /// <returns>pieces of work that a run has put into lanes and that are not done yet</returns>
    public async Task<long> CountPendingWork(Run run)
    {
        await using var work = await Console.Database.Read();
        return await work.One<long>("select count(*) from work.items where run_id = @run", new { run = run.RunId });
    }

    /// <summary>Lets the time pass that a run's next piece of work waits for.</summary>
    public Task AdvanceClock(Run run) =>
        Force(
            """
            update work.items set due = now() where run_id = @run and id = (select min(id) from work.items where run_id = @run);
            update work.lanes set due = now(), wakes = wakes + 1 where lane in (select lane from work.items where run_id = @run);
            select pg_notify('work', '')
            """,
            ("run", run.RunId)
        );

    /// <summary>Records something, as an intake would.</summary>
    public async Task Write(string sql, string tenant, object args)
    {
        await using var work = await Console.Database.Write(WriteOrigin.Intake("law"), [tenant]);
        foreach (var statement in sql.Split(';'))
            work.Defer(statement, args);
        await work.Commit();
    }

    public string NewId(string prefix) => Console.Services.GetRequiredService<IdGenerator>().New(prefix);

    /// <summary>Arranged for the first who asks; the others of this stage get the same.</summary>
    public async Task<T> Once<T>(Func<Task<T>> arrange)
        where T : notnull => (T)(_arranged.TryGetValue(typeof(T), out var known) ? known : _arranged[typeof(T)] = await arrange());

    /// <summary>Changes what no role of the product may: to pretend, and to break.</summary>
    public async Task Force(string sql, params (string Name, object Value)[] args)
    {
        await using var super = await TestCluster.Current.OpenAsSuper(Console.Options.Connections);
        await using var command = new NpgsqlCommand("set app.intake = 'law'; " + sql, super);
        foreach (var (name, value) in args)
            command.Parameters.AddWithValue(name, value);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The next law finds nothing stopped, and nothing held back after a restore.</summary>
    public async ValueTask DisposeAsync() =>
        await Force(
            """
            update core.stop set stopped = false, opened_by = null, opened_at = null where stopped;
            update core.restores set closed_by = 'law' where closed_by is null
            """
        );
}

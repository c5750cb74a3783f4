using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Revenue.Movements;

/// <summary>A console whose months are closed and restated.</summary>
internal sealed class RestatementStage : IAsyncDisposable
{
    private RestatementStage(TestConsole console, TestApplication app) => (Console, App) = (console, app);

    public static DateOnly First => FirstOfMonth(-4);

    public static DateOnly Second => FirstOfMonth(-3);

    public static DateOnly Third => FirstOfMonth(-2);

    public TestConsole Console { get; }

    public TestApplication App { get; }

    public static async Task<RestatementStage> Open()
    {
        var console = await TestConsole.Start();
        var stage = new RestatementStage(console, await TestApplication.Connect(console));
        await PlanTests.Create(stage.App, "p100", "p100", 10000);
        return stage;
    }

    public ValueTask DisposeAsync() => Console.DisposeAsync();

    /// <summary>Changes the start of a tenant's plan, as late data of a payment provider can.</summary>
    public async Task Move(string tenant, string day)
    {
        await using var work = await Console.Database.Write(WriteOrigin.Intake("test"), [tenant]);
        await work.Execute("update core.plan_items set from_at = @day::timestamptz where tenant_id = @tenant", new { tenant, day });
        await work.Commit();
    }

    /// <summary>Deletes the differences, as if they had never been stored.</summary>
    public async Task Forget(params string[] tenants)
    {
        await using var work = await Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform, .. tenants]);
        await work.Execute("delete from movements.differences");
        await work.Execute("update movements.settings set compared = null");
        await work.Commit();
    }

    public async Task<JsonElement> Close(DateOnly month)
    {
        await Console.WaitForRevenue();
        return await App.Run("month.close", IdGenerator.Platform, new { month = Day(month, 10) });
    }

    private static object Input(DateOnly month, string reason = "Two customers were reported late.") => new { month = Day(month, 3), reason };

    public async Task<string?> Refusal(DateOnly month, string reason = "Two customers were reported late.") =>
        await App.Refusal("month.restate", IdGenerator.Platform, Input(month, reason));

    public async Task<Preview> Preview(DateOnly month)
    {
        await Console.WaitForRevenue();
        return await Console
            .Services.GetRequiredService<Previews>()
            .Create(Caller.System, "month.restate", TargetSelection.Of(IdGenerator.Platform), Json.Element(Input(month)), CancellationToken.None);
    }

    public Task<Run> Run(Preview preview) =>
        Console
            .Services.GetRequiredService<Runner>()
            .Start(
                Caller.System,
                new RunStartRequest(preview.PreviewId, "It is asked.", Proof: new Proof(ProofKind.PasswordAndCode), Confirmation: preview.Confirmation),
                key: null,
                CancellationToken.None
            );

    /// <returns>The id of the restatement, after it is applied.</returns>
    public async Task<string> Start(Preview preview)
    {
        var run = await Run(preview);
        run.State.ShouldBe(RunState.Done);
        await Console.WaitForRevenue();
        return run.Lines[0].Created!;
    }

    public static IReadOnlyList<string> Describe(Preview preview) =>
        [
            .. preview
                .Subjects[0]
                .Changes.Skip(1)
                .Select(effect => $"{effect.Field} {Amount((JsonElement)effect.Before!)} to {Amount((JsonElement)effect.After!)}"),
        ];

    public static IReadOnlyList<string> Describe(JsonElement restatement) =>
        [
            .. restatement
                .GetProperty("months")
                .EnumerateArray()
                .SelectMany(month =>
                    month
                        .GetProperty("movements")
                        .EnumerateArray()
                        .Select(movement =>
                            $"{movement.GetProperty("kind").GetString()} {Amount(movement.GetProperty("before"))} to {Amount(movement.GetProperty("after"))}"
                        )
                        .Append($"ending_mrr {Amount(month.GetProperty("closing_before"))} to {Amount(month.GetProperty("closing_after"))}")
                        .Select(figure => $"{month.GetProperty("month").GetString()![..7]}_{figure}")
                ),
        ];

    /// <returns>What restating each of the three months would change.</returns>
    public async Task<IReadOnlyList<string>> Differences()
    {
        await Console.WaitForRevenue();
        return
        [
            .. (await Months()).Select(month =>
                month.GetProperty("difference") is { ValueKind: JsonValueKind.Object } difference
                    ? $"{Amount(difference.GetProperty("closing"))}: {string.Join(", ", difference.GetProperty("movements").EnumerateArray().Select(change => $"{change.GetProperty("kind").GetString()} {Amount(change.GetProperty("change"))}"))}"
                    : ""
            ),
        ];
    }

    public async Task<IReadOnlyList<JsonElement>> Months() =>
        [
            .. (await App.Get("/api/v1/months"))
                .GetProperty("data")
                .EnumerateArray()
                .Where(month => new[] { First, Second, Third }.Select(first => Day(first, 1)).Contains(month.GetProperty("month").GetString()))
                .Reverse(),
        ];

    public async Task<IReadOnlyList<string>> WrongDifferences()
    {
        await using var work = await Console.Database.Read();
        return await work.List<string>(
            """
            with sums as (select mode, currency, month, kind, sum(delta_minor) as delta_minor, count(*) as n from movements.differences group by 1, 2, 3, 4)
            select s::text from (table sums except table movements.month_differences) s
            union all select d::text from (table movements.month_differences except table sums) d
            """
        );
    }

    public async Task<string?> One(string sql)
    {
        await using var work = await Console.Database.Read();
        return await work.One<string>(sql);
    }

    /// <summary>Locks rows until it is disposed.</summary>
    public async Task<IAsyncDisposable> Lock(string sql)
    {
        var super = await TestCluster.Current.OpenAsSuper(Console.Options.Connections);
        var transaction = await super.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(sql, super, transaction);
        await command.ExecuteNonQueryAsync();
        return super;
    }

    /// <summary>Ends the connections that wait for the lock, as if their process was killed.</summary>
    public Task KillWaiting() =>
        Poll.Until(async () =>
        {
            await using var super = await TestCluster.Current.OpenAsSuper(Console.Options.Connections);
            await using var command = new NpgsqlCommand(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
                super
            );
            return (long)(await command.ExecuteScalarAsync())! > 0;
        });

    private static string Amount(JsonElement money) => (money.GetProperty("amount").GetInt64() / 100m).ToString("0.##", CultureInfo.InvariantCulture);

    public static string Day(DateOnly month, int day) => new DateOnly(month.Year, month.Month, day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly FirstOfMonth(int more)
    {
        var today = TimeProvider.System.GetUtcNow();
        return new DateOnly(today.Year, today.Month, 1).AddMonths(more);
    }
}

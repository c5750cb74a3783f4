using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Tests.Kernel.Log;

/// <summary>The log of a console under test: written, signed, and forged by a database superuser.</summary>
internal static class LogForgery
{
    /// <summary>Waits until every line has its position, and signs them.</summary>
    /// <returns>The number of lines.</returns>
    public static async Task<long> Signed(TestConsole console)
    {
        await Placed(console);
        var proof = console.Services.GetRequiredService<LogVerifier>();
        var (check, flaw) = await proof.Verify(1, [], CancellationToken.None);
        flaw.ShouldBeNull();
        await proof.Sign(check, CancellationToken.None);
        return check.Size;
    }

    public static async Task Placed(TestConsole console)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await One(console, "select not exists (select from core.log l where not exists (select from core.log_order o where o.id = l.id))"))
            patience.Token.ThrowIfCancellationRequested();
    }

    /// <summary>Bypasses the triggers that forbid changes, as only the table owner or a superuser can.</summary>
    public static async Task Forge(TestConsole console, string sql)
    {
        await using var super = await TestCluster.Current.OpenAsSuper(console.Options.Connections);
        await Do(
            super,
            $"""
            begin;
            alter table core.log disable trigger user;
            alter table core.log_order disable trigger user;
            alter table core.log_checkpoints disable trigger user;
            alter table core.log_alerts disable trigger user;
            {sql};
            commit
            """
        );
    }

    /// <summary>Stops the running console from checking the log, as an alert does; otherwise it would sign or raise alerts at unpredictable times.</summary>
    public static Task Quiet(TestConsole console) => Forge(console, "insert into core.log_alerts (fault, pos, message) values ('gap', 1, '')");

    public static async Task Do(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<bool> One(TestConsole console, string sql)
    {
        await using var work = await console.Database.Read();
        return await work.One<bool>(sql);
    }
}

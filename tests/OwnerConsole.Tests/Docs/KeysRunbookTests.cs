using Npgsql;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.EmbeddedPostgres;

namespace OwnerConsole.Tests.Docs;

/// <summary>Runs the commands of the runbook for encryption keys while a console is running.</summary>
[OwnDatabase("The page reads the private cluster.")]
[Slow(15, "Commands")]
public sealed class KeysRunbookTests : IDisposable
{
    private readonly RunbookShell _machine = new();

    [Fact]
    public async Task Every_command_works_next_to_a_running_console_and_after_a_restart()
    {
        var page = new Runbook("docs/guides/keys.md");
        var variables = page.Take("export OWNER_CONSOLE_DATA");
        await RunScript(variables, "systemctl start owner-console");
        await _machine.Answers(_machine.Port);
        var former = (await File.ReadAllTextAsync(_machine.Master)).Trim();

        var rotating = RunScript(variables, page.Take("secrets rotate"));
        await AgeKeyByAMinute();
        var rotated = await rotating;
        var looked = await RunScript(variables, page.Inline("owner-console doctor"));
        var rekeyed = await RunScript(variables, page.Take("secrets rekey"));
        await RunScript(variables, "systemctl stop owner-console\nsystemctl start owner-console");
        await _machine.Answers(_machine.Port);

        rotated.ShouldContain("It is used in a minute");
        looked.ShouldContain("other keys encrypt 0.");
        var master = (await File.ReadAllTextAsync(_machine.Master)).Trim();
        master.ShouldNotBe(former);
        rekeyed.ShouldContain("recovery sheet");
        rekeyed.ShouldContain($"Master key        {master}");
        rekeyed.ShouldNotContain(former);
        page.Left.ShouldBeEmpty();
    }

    public void Dispose() => _machine.Dispose();

    /// <summary>Makes the new key appear a minute older.</summary>
    private async Task AgeKeyByAMinute()
    {
        var connections = await Cluster.Join(new(_machine.Data));
        await using var connection = new NpgsqlConnection(connections.App);
        await connection.OpenAsync();
        await using var door = new NpgsqlCommand("select set_config('app.intake', 'test', false)", connection);
        await door.ExecuteNonQueryAsync();
        await using var age = new NpgsqlCommand(
            "update auth.key_ring set created_at = created_at - interval '1 minute' where (select count(*) from auth.key_ring) = 2",
            connection
        );
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await age.ExecuteNonQueryAsync(patience.Token) == 0)
            await Task.Delay(50, patience.Token);
    }

    private async Task<string> RunScript(string variables, string script)
    {
        var (code, said) = await _machine.Type($"{variables.Replace("/var/lib/owner-console/data", _machine.Data, StringComparison.Ordinal)}\n{script}");
        code.ShouldBe(0, said);
        return said;
    }
}

using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.EmbeddedPostgres;

namespace OwnerConsole.Tests.Commands;

[OwnDatabase("The data directory is examined.")]
[Slow(35, "Checkups")]
public sealed class DoctorTests : IDisposable
{
    private const UnixFileMode ForAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly InstalledConsole _machine = new();

    [Fact]
    public async Task The_doctor_accepts_a_healthy_installation_before_during_and_after_it_runs()
    {
        var before = await _machine.Run("doctor");
        var isUntouched = !Directory.Exists(_machine.Data) && !File.Exists(_machine.MasterKey);
        using var console = _machine.Start("serve");
        await _machine.Ready(console);
        var running = await Look();
        console.Kill();
        await console.WaitForExitAsync();
        var killed = await Look();
        var stopped = await Look(); // the previous check took over the database and stopped it

        before.Code.ShouldBe(0);
        before.Said.ShouldContain("The first start creates it.");
        isUntouched.ShouldBeTrue();
        running.Code.ShouldBe(0, running.All);
        running.Problems.ShouldBeEmpty();
        running.Message("instance").ShouldBe(["A console is running with this data."]);
        running.Message("connection").Count.ShouldBe(6);
        running.Message("secrets")[0].ShouldBe("The master key decrypts the secrets of this database.");
        running.Message("secrets")[1].ShouldContain("other keys encrypt 0.");
        running.Message("schema").ShouldBe(["The schema matches this release."]);
        running.Message("checksums").Single().ShouldStartWith("Every page has a checksum");
        killed.Code.ShouldBe(0, killed.All);
        killed.Message("instance").Single().ShouldStartWith("The console ended without stopping its database");
        stopped.Message("instance").ShouldBe(["No console is running; the database was shut down cleanly."]);
    }

    [Fact]
    public async Task The_doctor_reports_problems_with_fixes_and_exits_with_1()
    {
        using var expired = new Certificate(validDays: -1);
        await _machine.Run("migrate");
        File.SetUnixFileMode(_machine.MasterKey, ForAll);
        File.SetUnixFileMode(Path.Combine(_machine.Data, "secrets"), ForAll);
        File.Delete(Path.Combine(_machine.Data, "ballast"));

        var open = await Look(("OWNER_CONSOLE_BIND", "0.0.0.0"));
        var late = await Look(("OWNER_CONSOLE_TLS", expired.File), ("OWNER_CONSOLE_TLS_KEY", expired.Key));
        File.SetUnixFileMode(_machine.MasterKey, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.SetUnixFileMode(Path.Combine(_machine.Data, "secrets"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var proxied = await Look(("OWNER_CONSOLE_BIND", "0.0.0.0"), ("OWNER_CONSOLE_PROXY", "10.0.0.5"));
        var wrongKey = await Look(("OWNER_CONSOLE_MASTER_KEY", Convert.ToBase64String(new byte[32])));
        await File.WriteAllTextAsync(Path.Combine(_machine.Data, "postgres", "PG_VERSION"), "14\n");
        var words = await _machine.Run("doctor");

        open.Code.ShouldBe(1);
        open.Problems.ShouldBe(["data", "keys"]);
        open.ToDo("keys").ShouldBe([$"chmod 600 {_machine.MasterKey}"]);
        open.ToDo("data").ShouldBe([$"chmod 700 {_machine.Data}/secrets"]);
        open.Message("address").Single().ShouldContain("is not encrypted");
        open.Warnings.ShouldContain("disk");
        late.Problems.ShouldContain("address");
        late.Message("address").Single().ShouldContain("browsers reject it");
        proxied.Code.ShouldBe(0, proxied.All);
        proxied.Message("address").Single().ShouldContain("behind the proxy 10.0.0.5/32");
        wrongKey.Problems.ShouldBe(["secrets"]);
        words.Code.ShouldBe(1);
        words.Said.ShouldContain("problem  programs     The data belongs to PostgreSQL 14");
        words.Said.ShouldContain("→ Reinstall version 14 (apt-get install -y postgresql-14)");
    }

    public void Dispose() => _machine.Dispose();

    private async Task<DoctorOutput> Look(params (string, string)[] variables)
    {
        using var process = _machine.Start("doctor --json", variables);
        var said = process.StandardError.ReadToEndAsync();
        var found = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, JsonDocument.Parse(found).RootElement, found + await said);
    }

    private sealed record DoctorOutput(int Code, JsonElement Found, string All)
    {
        public IReadOnlyList<string> Problems => Checks("problem");

        public IReadOnlyList<string> Warnings => Checks("warning");

        public IReadOnlyList<string> Message(string check) => Words(check, "message");

        public IReadOnlyList<string> ToDo(string check) => Words(check, "to_do");

        private IReadOnlyList<string> Checks(string verdict) =>
            [
                .. Found
                    .EnumerateArray()
                    .Where(element => element.GetProperty("verdict").GetString() == verdict)
                    .Select(element => element.GetProperty("check").GetString()!),
            ];

        private IReadOnlyList<string> Words(string check, string word) =>
            [
                .. Found
                    .EnumerateArray()
                    .Where(element => element.GetProperty("check").GetString() == check)
                    .Select(element => element.GetProperty(word).GetString())
                    .OfType<string>(),
            ];
    }
}

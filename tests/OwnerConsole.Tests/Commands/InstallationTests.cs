using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Commands;

[OwnDatabase("The program starts its private cluster.")]
[Slow(20, "Commands")]
public sealed class InstallationTests : IDisposable
{
    private readonly InstalledConsole _machine = new();

    [Theory]
    [InlineData("PORT", "http", "it must be a number from 1 to 65535")]
    [InlineData("OWNER_CONSOLE_BIND", "everywhere", "it must be localhost or an address")]
    [InlineData("OWNER_CONSOLE_MASTER_KEY", "c2hvcnQ=", "is not a valid master key")]
    [InlineData("OWNER_CONSOLE_MASTER_KEY_FILE", "/proc/none/key", "can't be used")]
    [InlineData("OWNER_CONSOLE_PG_BIN", "/nowhere", "does not contain postgres and initdb")]
    [InlineData("ConnectionStrings__App", "Host=db.example", "needs all six")]
    public async Task An_invalid_setting_is_named_in_one_line(string name, string value, string words)
    {
        var (code, said) = await _machine.Run("serve", (name, value));

        code.ShouldBe(1);
        said.ShouldContain(words);
        said.ShouldContain(name == "OWNER_CONSOLE_MASTER_KEY_FILE" ? value : name);
        said.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task The_master_key_is_a_private_file_and_its_loss_stops_the_start()
    {
        var first = await _machine.Run("auth link");
        var mode = File.GetUnixFileMode(_machine.MasterKey);
        var length = Convert.FromBase64String(await File.ReadAllTextAsync(_machine.MasterKey)).Length;
        File.Delete(_machine.MasterKey);

        var second = await _machine.Run("serve");

        first.Code.ShouldBe(0, first.Said);
        mode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        length.ShouldBe(32);
        second.Code.ShouldBe(1);
        second.Said.ShouldContain("Restore the key from a copy");
        File.Exists(_machine.MasterKey).ShouldBeFalse();
    }

    [Fact]
    public async Task Migrating_lists_what_it_applied_and_then_has_nothing_to_apply()
    {
        var before = await _machine.Run("migrate --status");
        var first = await _machine.Run("migrate");
        var second = await _machine.Run("migrate");

        before.Said.ShouldContain("pending");
        first.Said.ShouldContain("Applied core/data/0001_data, ");
        second.Said.ShouldBe("Nothing to apply.\n");
    }

    public void Dispose() => _machine.Dispose();
}

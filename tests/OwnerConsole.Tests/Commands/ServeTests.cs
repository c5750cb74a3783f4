using System.Net.Sockets;
using OwnerConsole.EmbeddedPostgres;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Commands;

public sealed class ServeTests
{
    private const int Terminate = 15;

    [Fact]
    public async Task One_command_serves_and_one_signal_ends_it_with_the_database_shut_down_cleanly()
    {
        using var machine = new Installed();
        using var console = machine.Begin("");
        await machine.Ready(console);

        Posix.Signal(console.Id, Terminate);
        var (code, said) = await Installed.End(console);

        code.ShouldBe(0);
        said.ShouldContain($"Owner Console: {machine.Address.ToString().TrimEnd('/')}");
        said.ShouldContain("/welcome?token=");
        (await File.ReadAllLinesAsync(Path.Combine(machine.Data, "postgres.log"))).Last().ShouldContain("database system is shut down");
        Orphans.In(Path.Combine(machine.Data, "postgres")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_console_on_the_same_data_leaves_with_75_and_commands_beside_the_first_go_through()
    {
        using var machine = new Installed();
        using var console = machine.Begin("serve");
        await machine.Ready(console);

        var second = await machine.Run("serve", ("PORT", "0"));
        var twice = await machine.Run("serve", ("PORT", FreePort(machine)));
        var status = await machine.Run("migrate --status");
        var demo = await machine.Run("demo");
        Posix.Signal(console.Id, Terminate);
        await Installed.End(console);

        second.ShouldBe((1, "PORT is 0; it must be a number from 1 to 65535.\n"));
        twice.Code.ShouldBe(75);
        twice.Said.ShouldStartWith("Another console already runs with the data in");
        status.Code.ShouldBe(0);
        status.Said.ShouldContain("0001_kernel");
        status.Said.ShouldNotContain("to come");
        demo.Said.ShouldStartWith("oc_test_");
    }

    [Fact]
    public async Task A_console_that_was_killed_leaves_its_database_and_the_next_one_takes_it_over()
    {
        using var machine = new Installed();
        using (var first = machine.Begin("serve"))
        {
            await machine.Ready(first);
            first.Kill();
            await first.WaitForExitAsync();
        }

        using var second = machine.Begin("serve");
        await machine.Ready(second);
        Posix.Signal(second.Id, Terminate);
        var (code, said) = await Installed.End(second);

        code.ShouldBe(0);
        said.ShouldContain("The database was still running");
        (await File.ReadAllTextAsync(Path.Combine(machine.Data, "postgres.log"))).ShouldNotContain("automatic recovery in progress");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_and_nothing_is_started()
    {
        using var machine = new Installed();
        using var other = new TcpListener(System.Net.IPAddress.Loopback, machine.Port);
        other.Start();

        var (code, said) = await machine.Run("serve");

        code.ShouldBe(1);
        said.ShouldContain($"Can't listen on {machine.Address.ToString().TrimEnd('/')}");
        said.ShouldContain("PORT=");
        Directory.Exists(machine.Data).ShouldBeFalse();
    }

    private static string FreePort(Installed machine) =>
        (machine.Port == 65535 ? 1024 : machine.Port + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
}

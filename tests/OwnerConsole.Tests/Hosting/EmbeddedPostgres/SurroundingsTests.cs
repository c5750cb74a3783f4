using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.EmbeddedPostgres;

namespace OwnerConsole.Tests.Hosting.EmbeddedPostgres;

/// <summary>Unusual environments (fault 35): the program runs as the right account, or says in one line what to do.</summary>
[OwnDatabase("The program starts its private cluster.")]
[Slow(15, "EmbeddedPostgres")]
public sealed class SurroundingsTests : IAsyncLifetime
{
    private const string Stranger = "61234";

    private string Program => Path.Combine(_disk.Path, "program", "owner-console.dll");

    private SmallDisk _disk = null!; // mounted before each test

    /// <summary>Copies the program to a folder that every account can access.</summary>
    public async ValueTask InitializeAsync()
    {
        _disk = await SmallDisk.Mount(300);
        var copied = await ProgramRun.Capture(["cp", "-r", InstalledConsole.Built, Path.Combine(_disk.Path, "program")], CancellationToken.None);
        copied.Ok.ShouldBeTrue(copied.ErrorText);
    }

    public ValueTask DisposeAsync()
    {
        _disk.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("nobody:x:65534:65534::/:/bin/false\nowner-console:x:61234:61234::/:/bin/false", "61234", null)]
    [InlineData("nobody:x:65534:65534::/:/bin/false", "65534", "Warning: the database runs as nobody")]
    public async Task Root_runs_the_database_as_an_existing_account(string accounts, string user, string? warning)
    {
        using var machine = new InstalledConsole { Program = Program, Within = With(accounts) };

        var (code, said) = await machine.Run("migrate --status", Data("data"));
        var owner = await ProgramRun.Capture(["stat", "-c", "%u", Path.Combine(_disk.Path, "data", "postgres")], CancellationToken.None);

        code.ShouldBe(0, said);
        owner.Out.Trim().ShouldBe(user);
        said.Contains("Warning", StringComparison.Ordinal).ShouldBe(warning is not null);
        said.ShouldContain(warning ?? "pending");
    }

    [Fact]
    public async Task Root_without_a_database_account_sees_how_to_create_one()
    {
        using var machine = new InstalledConsole { Program = Program, Within = With("root:x:0:0::/root:/bin/sh") };

        var (code, said) = await machine.Run("migrate --status");

        code.ShouldBe(1);
        Last(said).ShouldContain("Create one: useradd --system owner-console");
    }

    [Fact]
    public async Task A_user_without_a_name_sees_how_to_get_one_and_can_then_start()
    {
        const string named = "owner-console:x:61234:61234::/:/bin/false";
        using var nameless = new InstalledConsole { Program = Program, Within = As(Stranger) };
        using var known = new InstalledConsole { Program = Program, Within = [.. With(named), .. As(Stranger)] };
        Posix.Own(Directory.CreateDirectory(Path.Combine(_disk.Path, "stranger")).FullName, 61234, 61234);
        var data = Data("stranger/data");

        var before = await nameless.Run("migrate --status", data);
        var after = await known.Run("migrate --status", data);

        before.Code.ShouldBe(1);
        Last(before.Said).ShouldContain($"User {Stranger} has no name");
        Last(before.Said).ShouldContain("/etc/passwd");
        after.Code.ShouldBe(0, after.Said);
    }

    [Fact]
    public async Task It_runs_on_a_read_only_system_with_one_writable_directory()
    {
        using var machine = new InstalledConsole { Program = Program, Within = In("mount -o remount,bind,ro /") };

        var elsewhere = await machine.Run("migrate --status");
        var tooDeep = await machine.Run("migrate --status", Data(new string('x', 90)));
        var there = await machine.Run("migrate --status", Data("data"));

        elsewhere.Code.ShouldBe(1);
        Last(elsewhere.Said).ShouldContain("Read-only file system");
        Last(elsewhere.Said).ShouldContain("OWNER_CONSOLE_");
        Last(tooDeep.Said).ShouldContain("is too long for a socket");
        there.Code.ShouldBe(0, there.Said);
    }

    /// <summary>Runs in its own mount namespace, which other processes don't see.</summary>
    private static IReadOnlyList<string> In(string prepare) => ["unshare", "--mount", "sh", "-c", prepare + " && exec \"$0\" \"$@\""];

    private IReadOnlyList<string> With(string accounts)
    {
        var file = Path.Combine(_disk.Path, "passwd");
        File.WriteAllText(file, "root:x:0:0::/root:/bin/sh\n" + accounts + "\n");
        return In($"mount --bind {file} /etc/passwd");
    }

    private static IReadOnlyList<string> As(string user) => ["setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups", "env", "HOME=/tmp"];

    private (string, string) Data(string path) => ("OWNER_CONSOLE_DATA", Path.Combine(_disk.Path, path));

    private static string Last(string said) => said.TrimEnd('\n').Split('\n')[^1];
}

using System.Diagnostics;
using Npgsql;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.EmbeddedPostgres;

namespace OwnerConsole.Tests.Hosting.EmbeddedPostgres;

[OwnDatabase("The private cluster is what is tried.")]
[Slow(25, "EmbeddedPostgres")]
public sealed class ClusterTests : IDisposable
{
    private const UnixFileMode PrivateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _data = NewDirectory();
    private readonly List<string> _said = [];

    [Fact]
    public async Task Committed_data_survives_a_restart()
    {
        await using (var first = await Start())
            await Do(first, "create table public.kept (word text); insert into public.kept values ('still here')");

        await using var second = await Start();

        (await Ask<string>(second.Super, "console", "select word from public.kept")).ShouldBe("still here");
        _said.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_listens_only_on_a_socket_and_requires_a_password()
    {
        await using var cluster = await Start();

        (await Ask<string>(cluster.Super, "console", "show listen_addresses")).ShouldBe("");
        (await Ask<string>(cluster.Super, "console", "show data_checksums")).ShouldBe("on");
        var stranger = new NpgsqlConnectionStringBuilder(cluster.Connections.App) { Password = "guess", Pooling = false };
        (await Should.ThrowAsync<PostgresException>(() => Ask<int>(stranger.ConnectionString, "console", "select 1"))).SqlState.ShouldBe(
            PostgresErrorCodes.InvalidPassword
        );
    }

    [Fact]
    public async Task Other_users_of_the_machine_cannot_read_the_data_or_the_log()
    {
        const UnixFileMode read = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        File.SetUnixFileMode(_data, File.GetUnixFileMode(_data) | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        await using var cluster = await Start();

        (File.GetUnixFileMode(_data) & read).ShouldBe(UnixFileMode.None);
        File.GetUnixFileMode(Path.Combine(_data, "postgres.log")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_second_console_on_the_same_data_is_refused_and_the_first_continues()
    {
        await using var first = await Start();

        var refused = await Should.ThrowAsync<ClusterException>(() => Start());

        refused.ExitCode.ShouldBe(75);
        refused.Message.ShouldContain("Another console is already running");
        (await Ask<int>(first.Super, "console", "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task An_incomplete_data_directory_is_created_again()
    {
        var half = Directory.CreateDirectory(Path.Combine(_data, "postgres.tmp"));
        await File.WriteAllTextAsync(Path.Combine(half.FullName, "PG_VERSION"), "15");

        await using var cluster = await Start();

        (await Ask<int>(cluster.Super, "console", "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Stale_lock_files_with_a_reused_process_id_do_not_block_a_start()
    {
        await using (await Start()) { }
        var alive = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n{_data}/postgres\n1\n5432\n{_data}/run\n\n");
        await File.WriteAllTextAsync(Path.Combine(_data, "postgres", "postmaster.pid"), alive);
        await File.WriteAllTextAsync(Path.Combine(_data, "run", ".s.PGSQL.5432.lock"), alive);
        await File.WriteAllTextAsync(Path.Combine(_data, "run", ".s.PGSQL.5432"), "");

        await using var cluster = await Start();

        (await Ask<int>(cluster.Super, "console", "select 1")).ShouldBe(1);
        _said.ShouldBeEmpty();
    }

    [Fact]
    public async Task Data_of_another_version_is_left_unchanged_and_the_error_says_what_to_install()
    {
        await using (await Start()) { }
        await File.WriteAllTextAsync(Path.Combine(_data, "postgres", "PG_VERSION"), "14\n");

        var refused = await Should.ThrowAsync<ClusterException>(() => Start());

        refused.Message.ShouldContain("belongs to PostgreSQL 14");
        refused.Message.ShouldContain("apt-get install -y postgresql-14");
        refused.Message.ShouldContain($"pg_upgrade -U oc_super -b /usr/lib/postgresql/14/bin -B ");
    }

    [Fact]
    public async Task After_four_quick_crashes_the_supervisor_stops_and_names_the_log()
    {
        await using var cluster = await Start();

        await Poll.Until(() =>
        {
            foreach (var process in OrphanProcesses.In(Path.Combine(_data, "postgres")))
                Posix.Signal(process, 9); // Signals it while it is starting, too.
            return cluster.Lost.IsCompleted;
        });

        (await Should.ThrowAsync<ClusterException>(() => cluster.Lost)).Message.ShouldContain("postgres.log");
    }

    [Fact]
    public async Task A_path_that_is_too_long_for_a_socket_still_works()
    {
        var deep = Path.Combine(_data, new string('x', 100));

        await using var cluster = await Cluster.Start(new(deep, Durable: false));

        (await Ask<int>(cluster.Super, "console", "select 1")).ShouldBe(1);
        Directory.Delete(new NpgsqlConnectionStringBuilder(cluster.Super).Host!, recursive: true);
    }

    [Fact]
    public async Task A_directory_for_sockets_that_another_user_could_access_or_replace_is_not_used()
    {
        var deep = Directory.CreateDirectory(Path.Combine(_data, new string('y', 100))).FullName;
        var account = SystemAccount.Choose(say: null);
        Task<DataDirectory> Open() => DataDirectory.Open(deep, account, say: null, CancellationToken.None);
        var sockets = (await Open()).Sockets;
        (await Open()).Sockets.ShouldBe(sockets);

        File.SetUnixFileMode(sockets, PrivateMode | UnixFileMode.GroupExecute);
        var open = await Should.ThrowAsync<ClusterException>(Open);
        Directory.Delete(sockets);
        var elsewhere = Directory.CreateDirectory(Path.Combine(_data, "elsewhere"), PrivateMode).FullName;
        Directory.CreateSymbolicLink(sockets, elsewhere);
        var link = await Should.ThrowAsync<ClusterException>(Open);
        File.Delete(sockets);
        if (Environment.IsPrivilegedProcess)
        {
            Directory.CreateDirectory(sockets, PrivateMode);
            Posix.Own(sockets, 4242, 4242);
            (await Should.ThrowAsync<ClusterException>(Open)).Message.ShouldContain("4242 700 directory");
            Directory.Delete(sockets);
        }

        open.Message.ShouldStartWith($"{sockets} is not a private directory of this user");
        link.Message.ShouldContain("symbolic link");
    }

    [Fact]
    public async Task An_error_names_a_data_directory_that_cannot_be_created_and_the_fix()
    {
        await File.WriteAllTextAsync(Path.Combine(_data, "file"), "");

        var refused = await Should.ThrowAsync<ClusterException>(() => Cluster.Start(new(Path.Combine(_data, "file"))));

        refused.Message.ShouldContain("OWNER_CONSOLE_DATA");
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static string NewDirectory()
    {
        var path = Directory.CreateTempSubdirectory("oc-cluster-").FullName;
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        return path;
    }

    private Task<Cluster> Start() => Cluster.Start(new(_data, Durable: false, Say: _said.Add));

    private static Task Do(Cluster cluster, string sql) => Ask<object>(cluster.Super, "console", sql);

    private static async Task<T?> Ask<T>(string connection, string database, string sql)
    {
        await using var opened = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Database = database, Pooling = false }.ConnectionString);
        await opened.OpenAsync();
        await using var command = new NpgsqlCommand(sql, opened) { CommandTimeout = 60 };
        return (T?)await command.ExecuteScalarAsync();
    }

    /// <summary>Polls until the condition is true and ignores errors while the database restarts.</summary>
}

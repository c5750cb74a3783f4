using System.Globalization;

namespace OwnerConsole.Hosting.EmbeddedPostgres;

/// <summary>Creates the cluster in a temporary directory and renames it when it is complete, so that an incomplete one is never used.</summary>
internal static class ClusterInitializer
{
    /// <returns>The PostgreSQL version of the data; null if there is none yet.</returns>
    public static int? Major(string cluster)
    {
        var file = Path.Combine(cluster, "PG_VERSION");
        if (!File.Exists(file))
            return null;
        return int.TryParse(File.ReadAllText(file).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            ? major
            : throw new ClusterException($"{file} contains no version, so the PostgreSQL data is damaged. Restore it from a backup.");
    }

    public static Task Ensure(DataDirectory room, Binaries binaries, string password, bool durable, CancellationToken stop) =>
        Major(room.Cluster) switch
        {
            null => Create(room, binaries, password, durable, stop),
            { } major when major != binaries.Major => throw Unfit(room, binaries, major),
            _ => Task.CompletedTask,
        };

    private static ClusterException Unfit(DataDirectory room, Binaries binaries, int major) =>
        new(
            $"The data in {room.Cluster} belongs to PostgreSQL {major}, but the programs in {binaries.Directory} are version {binaries.Major}. Nothing was changed. "
                + $"Also install version {major}, which is found automatically: apt-get install -y postgresql-{major}. "
                + $"You can upgrade later as described in docs/guides/database.md: pg_upgrade -U {DatabaseRoles.Super} -b /usr/lib/postgresql/{major}/bin -B {binaries.Directory} -d {room.Cluster}.{major} -D {room.Cluster}.new"
        );

    private static async Task Create(DataDirectory room, Binaries binaries, string password, bool durable, CancellationToken stop)
    {
        SystemAccount.EnsureNamed();
        var making = room.Cluster + ".tmp";
        var passwordFile = Path.Combine(room.Sockets, "initdb.password");
        if (Directory.Exists(making))
            Directory.Delete(making, recursive: true);
        File.Delete(passwordFile);
        room.Create(making);
        PrivateFile.Write(passwordFile, password);
        room.GiveToAccount(passwordFile);
        try
        {
            // Byte order is the same on every machine and release; an order by language would break indexes when the system is upgraded.
            // Comparing as C gives the same order by comparing bytes, which speeds up keys, because all keys are text.
            string[] locale =
                binaries.Major >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"] : ["--locale=C.UTF-8", "--lc-collate=C"];
            string[] speed = durable ? [] : ["--no-sync"];
            var made = await ProgramRun.Capture(
                [
                    .. room.Account?.Prefix ?? [],
                    binaries.Initdb,
                    "-D",
                    making,
                    "-U",
                    DatabaseRoles.Super,
                    $"--pwfile={passwordFile}",
                    "--auth=scram-sha-256",
                    "-E",
                    "UTF8",
                    "--data-checksums",
                    .. locale,
                    .. speed,
                ],
                stop
            );
            if (!made.Ok)
                throw new ClusterException($"PostgreSQL could not create its data directory: {made.ErrorText}");
        }
        finally
        {
            File.Delete(passwordFile);
        }
        if (Directory.Exists(room.Cluster))
            Directory.Delete(room.Cluster);
        Directory.Move(making, room.Cluster);
    }
}

using System.Globalization;

namespace OwnerConsole.EmbeddedPostgres;

/// <summary>The cluster's first day: made aside and renamed when whole, so a half-made one never looks finished.</summary>
internal static class Birth
{
    /// <returns>the version of PostgreSQL whose data it is; null when there is none yet</returns>
    public static int? Major(string cluster)
    {
        var file = Path.Combine(cluster, "PG_VERSION");
        if (!File.Exists(file))
            return null;
        return int.TryParse(File.ReadAllText(file).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            ? major
            : throw new ClusterException($"{file} says no version: this is no data of PostgreSQL any more. Put the data back from a backup.");
    }

    public static Task Ensure(Room room, Binaries binaries, string password, bool durable, CancellationToken stop) =>
        Major(room.Cluster) switch
        {
            null => Make(room, binaries, password, durable, stop),
            { } major when major != binaries.Major => throw Unfit(room, binaries, major),
            _ => Task.CompletedTask,
        };

    private static ClusterException Unfit(Room room, Binaries binaries, int major) =>
        new(
            $"The data in {room.Cluster} is PostgreSQL {major}'s, the programs in {binaries.Directory} are {binaries.Major}'s; nothing was touched. "
                + $"Install {major} too, whose programs are found by themselves: apt-get install -y postgresql-{major}. "
                + $"Then upgrade when it suits you, by docs/runbooks/database.md: pg_upgrade -U {DatabaseRoles.Super} -b /usr/lib/postgresql/{major}/bin -B {binaries.Directory} -d {room.Cluster}.{major} -D {room.Cluster}.new"
        );

    private static async Task Make(Room room, Binaries binaries, string password, bool durable, CancellationToken stop)
    {
        Account.DemandName();
        var making = room.Cluster + ".tmp";
        var passwordFile = Path.Combine(room.Sockets, "initdb.password");
        if (Directory.Exists(making))
            Directory.Delete(making, recursive: true);
        File.Delete(passwordFile);
        room.Make(making);
        PrivateFile.Write(passwordFile, password);
        room.Give(passwordFile);
        try
        {
            // Byte order is the same on every machine and release; a language's order would break indexes when the system is upgraded.
            // Compared as C it is the same order, found by comparing bytes alone: every key is a text.
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
                throw new ClusterException($"PostgreSQL could not make its data directory: {made.Complaint}");
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

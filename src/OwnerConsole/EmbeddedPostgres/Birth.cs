using System.Globalization;

namespace OwnerConsole.EmbeddedPostgres;

/// <summary>The cluster's first day: made aside and renamed when whole, so a half-made one never looks finished.</summary>
internal static class Birth
{
    public static async Task Ensure(Room room, Binaries binaries, string password, bool durable, CancellationToken stop)
    {
        var version = Path.Combine(room.Cluster, "PG_VERSION");
        if (File.Exists(version))
            Fits(room, binaries, (await File.ReadAllTextAsync(version, stop)).Trim());
        else
            await Make(room, binaries, password, durable, stop);
    }

    private static void Fits(Room room, Binaries binaries, string version)
    {
        if (version == binaries.Major.ToString(CultureInfo.InvariantCulture))
            return;
        throw new ClusterException(
            $"The data in {room.Cluster} is PostgreSQL {version}'s, the programs in {binaries.Directory} are {binaries.Major}'s. "
                + $"Install that version (apt-get install -y postgresql-{version}) and set OWNER_CONSOLE_PG_BIN=/usr/lib/postgresql/{version}/bin, or upgrade the data with pg_upgrade."
        );
    }

    private static async Task Make(Room room, Binaries binaries, string password, bool durable, CancellationToken stop)
    {
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
            string[] locale = binaries.Major >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"] : ["--locale=C.UTF-8"];
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

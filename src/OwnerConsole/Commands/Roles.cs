using System.Buffers.Text;
using System.CommandLine;
using System.Security.Cryptography;
using Npgsql;
using OwnerConsole.EmbeddedPostgres;

namespace OwnerConsole.Commands;

/// <summary>What a PostgreSQL of the owner's own needs before the console can use it: written for whoever administers it, carried out by nobody else.</summary>
internal static class Roles
{
    private const string Script = "roles.sql";
    private const string Variables = "console.env";

    public static Command Command()
    {
        var directory = new Argument<string>("directory") { Description = "A new or empty directory for the two files." };
        var host = new Option<string>("--host") { Description = "The PostgreSQL's host name, as its certificate says it.", Required = true };
        var port = new Option<ushort>("--port") { Description = "Its port.", DefaultValueFactory = _ => 5432 };
        var pooler = new Option<string?>("--pooler") { Description = "A pooler in transaction mode, such as PgBouncer: host:port." };
        var authority = new Option<string?>("--root-certificate")
        {
            Description = "The certificate that vouches for the server's, when the machine doesn't know it.",
        };
        var command = new Command("roles", "Write what an own PostgreSQL needs: its roles with new passwords, and the connection strings for the console.")
        {
            directory,
            host,
            port,
            pooler,
            authority,
        };
        command.SetAction(words =>
            Write(
                words.GetValue(directory)!,
                new(words.GetValue(host)!, words.GetValue(port)),
                words.GetValue(pooler) is { } text ? Place.Read(text) : null,
                words.GetValue(authority)
            )
        );
        return command;
    }

    private static int Write(string directory, Place server, Place? pooler, string? authority)
    {
        if (Directory.CreateDirectory(directory).EnumerateFileSystemInfos().Any())
            throw new InstallationException($"{directory} is not empty. Name a new directory.");
        var passwords = new Dictionary<string, string>(StringComparer.Ordinal);
        string Password(string role)
        {
            if (!passwords.TryGetValue(role, out var password))
                passwords[role] = password = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
            return password;
        }
        string Line(string name, Place place, string role) => $"ConnectionStrings__{name}={place.As(role, Password(role), authority)}";

        PrivateFile.Write(Path.Combine(directory, Script), DatabaseRoles.Script(Password) + "\n");
        string[] lines =
        [
            Line("Migrate", server, DatabaseRoles.Migrator),
            Line("App", pooler ?? server, DatabaseRoles.App),
            Line("Console", pooler ?? server, DatabaseRoles.Console),
            Line("Bound", pooler ?? server, DatabaseRoles.Bound),
            Line("Portal", pooler ?? server, DatabaseRoles.Portal),
            Line("Sequencer", server, DatabaseRoles.Sequencer),
            .. pooler is null ? [] : new[] { Line("Direct", server, DatabaseRoles.Console) },
        ];
        PrivateFile.Write(Path.Combine(directory, Variables), string.Join('\n', lines) + "\n");
        Console.WriteLine($"As administrator of that PostgreSQL: psql -f {Path.Combine(directory, Script)}");
        Console.WriteLine(
            $"Then start the console with the variables of {Path.Combine(directory, Variables)}. Both files hold passwords: delete the first, keep the second closed."
        );
        return 0;
    }

    private sealed record Place(string Host, ushort Port)
    {
        public static Place Read(string text) =>
            text.LastIndexOf(':') is > 0 and var colon && ushort.TryParse(text.AsSpan(colon + 1), out var port)
                ? new(text[..colon], port)
                : throw new InstallationException($"--pooler is {text}; it must be host:port.");

        public string As(string role, string password, string? authority) =>
            new NpgsqlConnectionStringBuilder
            {
                Host = Host,
                Port = Port,
                Database = DatabaseRoles.Database,
                Username = role,
                Password = password,
                SslMode = SslMode.VerifyFull,
                RootCertificate = authority,
            }.ConnectionString;
    }
}

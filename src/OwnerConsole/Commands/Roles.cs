using System.Buffers.Text;
using System.CommandLine;
using System.Security.Cryptography;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Hosting.Installations;

namespace OwnerConsole.Commands;

/// <summary>Writes the setup script of an external PostgreSQL server for its administrator: the roles that the console needs.</summary>
internal static class Roles
{
    private const string Script = "roles.sql";
    private const string Variables = "console.env";

    public static Command Command()
    {
        var directory = new Argument<string>("directory") { Description = "A new or empty directory for the script and the variables." };
        var host = new Option<string>("--host") { Description = "Host name of the PostgreSQL server, as in its certificate.", Required = true };
        var port = new Option<ushort>("--port") { Description = "Port of the server.", DefaultValueFactory = _ => 5432 };
        var pooler = new Option<string?>("--pooler") { Description = "host:port of a pooler in transaction mode, such as PgBouncer." };
        var authority = new Option<string?>("--root-certificate") { Description = "CA certificate of the server, if this machine does not trust it already." };
        var command = new Command(
            "roles",
            "Write the setup of an external PostgreSQL server: roles with new passwords, and the connection strings for the console."
        )
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
            throw new InstallationException($"{directory} is not empty. Use a new directory.");
        var passwords = new Dictionary<string, string>(StringComparer.Ordinal);
        string Password(string role)
        {
            if (!passwords.TryGetValue(role, out var password))
                passwords[role] = password = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
            return password;
        }
        string Line(string name, Place place, DatabaseRole role) => $"{DatabaseRole.Variables}{name}={place.As(role.Name, Password(role.Name), authority)}";

        PrivateFile.Write(Path.Combine(directory, Script), DatabaseRoles.Script(Password) + "\n");
        string[] lines =
        [
            .. DatabaseRole.All.Select(role => Line(role.Connection, role.IsPooled ? pooler ?? server : server, role)),
            .. pooler is null ? [] : new[] { Line("Direct", server, DatabaseRole.Console) },
        ];
        PrivateFile.Write(Path.Combine(directory, Variables), string.Join('\n', lines) + "\n");
        Console.WriteLine($"Run as administrator of the PostgreSQL server: psql -f {Path.Combine(directory, Script)}");
        Console.WriteLine(
            $"Then start the console with the variables in {Path.Combine(directory, Variables)}. Both files contain passwords: delete the first and protect the second."
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

using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace OwnerConsole.Reliability.Connectors;

/// <summary>Why the owner's database can't be read, in words for whoever set it up. Says nothing of what stands in its rows.</summary>
/// <param name="code">stable, snake_case</param>
public sealed class SourceTrouble(string code, string says) : Exception(says)
{
    public string Code { get; } = code;

    /// <summary>Statements that mend it, to be run in the owner's database; null where none would.</summary>
    public string? Mend { get; init; }

    /// <param name="doing">what was tried, such as <c>owner_console_events</c> being read</param>
    internal static SourceTrouble Of(Exception error, ConnectorSettings settings, string doing) =>
        error switch
        {
            PostgresException refused => Of(refused, settings, doing),
            _ when Inside<AuthenticationException>(error) is not null => new(
                "bad_certificate",
                $"{settings.Host} shows a certificate that this machine doesn't trust, or that is for another name. Add the server's authority to this machine, or choose TLS with any certificate."
            ),
            _ when error.Message.Contains("No SSL enabled", StringComparison.Ordinal) => new(
                "no_tls",
                $"{settings.Host} offers no TLS. Switch it on there (ssl = on), or choose none where nobody else listens."
            ),
            _ when Inside<SocketException>(error) is { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => new(
                "unknown_host",
                $"There is no server called {settings.Host}."
            ),
            TimeoutException or OperationCanceledException => Unreachable(settings),
            _ when Inside<SocketException>(error) is not null || Inside<TimeoutException>(error) is not null => Unreachable(settings),
            _ when error.Message.Contains("authentication", StringComparison.OrdinalIgnoreCase) => new(
                "password_in_clear",
                $"{settings.Host} asks for the password in clear. Let it ask by scram-sha-256, or connect by TLS."
            ),
            _ => new("broken_off", $"The connection to {settings.Host} broke off while {doing}."),
        };

    private static SourceTrouble Of(PostgresException refused, ConnectorSettings settings, string doing) =>
        refused.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword => new("wrong_password", $"{settings.Host} doesn't take this password for {settings.UserName}."),
            PostgresErrorCodes.InvalidAuthorizationSpecification => new(
                "not_let_in",
                $"{settings.Host} doesn't let {settings.UserName} in from here, or not without TLS: see pg_hba.conf there."
            ),
            PostgresErrorCodes.InvalidCatalogName => new("no_database", $"{settings.Host} has no database called {settings.Database}."),
            PostgresErrorCodes.InsufficientPrivilege => new("not_allowed", $"{settings.UserName} may not do what is needed while {doing}.")
            {
                Mend = Grants(settings.UserName),
            },
            PostgresErrorCodes.TooManyConnections => new("too_many", $"{settings.Host} has no connection left."),
            PostgresErrorCodes.QueryCanceled => new(
                "too_slow",
                $"It took longer than {ViewSource.LongestStatement} seconds while {doing}. An index on the columns that the cursor and the id come from makes it quick."
            ),
            var state => new("refused", $"PostgreSQL answers with the error {state} while {doing}."), // its text may hold a value of a row
        };

    /// <summary>What a role for this needs, and nothing else.</summary>
    internal static string Grants(string role)
    {
        var name = $"\"{role.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        return $"""
            grant usage on schema public to {name};
            grant select on {string.Join(", ", SqlView.All.Select(view => view.Name))} to {name};
            """;
    }

    private static SourceTrouble Unreachable(ConnectorSettings settings) =>
        new("unreachable", $"Nothing answers at {settings.Host}, port {settings.Port}. Does the server listen there, and is there a wall in between?");

    private static T? Inside<T>(Exception? error)
        where T : Exception => error is null ? null : error as T ?? Inside<T>(error.InnerException);
}

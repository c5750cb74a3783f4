using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace OwnerConsole.Integrations.Connectors;

/// <summary>Thrown when the connected database can't be read. The message explains how to fix it and contains no values of rows.</summary>
/// <param name="code">Stable error code in snake_case.</param>
public sealed class SourceException(string code, string says) : Exception(says)
{
    public string Code { get; } = code;

    /// <summary>SQL statements to run in the database to fix the problem; null if there are none.</summary>
    public string? Fix { get; init; }

    /// <param name="doing">Current step, such as <c>reading owner_console_events</c>.</param>
    internal static SourceException Of(Exception error, ConnectorSettings settings, string doing) =>
        error switch
        {
            PostgresException refused => Of(refused, settings, doing),
            _ when FindInner<AuthenticationException>(error) is not null => new(
                "bad_certificate",
                $"The certificate of {settings.Host} is not trusted by this machine, or was issued for another host. Add its certificate authority to this machine, or choose TLS with any certificate."
            ),
            _ when error.Message.Contains("No SSL enabled", StringComparison.Ordinal) => new(
                "no_tls",
                $"{settings.Host} doesn't support TLS. Turn it on in PostgreSQL (ssl = on), or choose no TLS on a trusted network."
            ),
            _ when FindInner<SocketException>(error) is { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => new(
                "unknown_host",
                $"The host {settings.Host} was not found."
            ),
            TimeoutException or OperationCanceledException => Unreachable(settings),
            _ when FindInner<SocketException>(error) is not null || FindInner<TimeoutException>(error) is not null => Unreachable(settings),
            _ when error.Message.Contains("authentication", StringComparison.OrdinalIgnoreCase) => new(
                "password_in_clear",
                $"{settings.Host} requires an unencrypted password. Configure scram-sha-256 there, or connect with TLS."
            ),
            _ => new("broken_off", $"The connection to {settings.Host} was lost while {doing}."),
        };

    private static SourceException Of(PostgresException refused, ConnectorSettings settings, string doing) =>
        refused.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword => new("wrong_password", $"{settings.Host} rejected the password for {settings.UserName}."),
            PostgresErrorCodes.InvalidAuthorizationSpecification => new(
                "not_let_in",
                $"{settings.Host} doesn't allow {settings.UserName} to connect from this machine, or not without TLS. Check its pg_hba.conf."
            ),
            PostgresErrorCodes.InvalidCatalogName => new("no_database", $"{settings.Host} has no database named {settings.Database}."),
            PostgresErrorCodes.InsufficientPrivilege => new("not_allowed", $"{settings.UserName} lacks a required permission while {doing}.")
            {
                Fix = Grants(settings.UserName),
            },
            PostgresErrorCodes.TooManyConnections => new("too_many", $"{settings.Host} has no free connections."),
            PostgresErrorCodes.QueryCanceled => new(
                "too_slow",
                $"Timed out after {ViewSource.MaxStatementSeconds} seconds while {doing}. Add an index on the columns behind the cursor and the id."
            ),
            var state => new("refused", $"PostgreSQL returned the error {state} while {doing}."), // its message is left out because it may contain values of a row
        };

    /// <summary>The grants that the role needs.</summary>
    internal static string Grants(string role)
    {
        var name = $"\"{role.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        return $"""
            grant usage on schema public to {name};
            grant select on {string.Join(", ", SqlView.All.Select(view => view.Name))} to {name};
            """;
    }

    private static SourceException Unreachable(ConnectorSettings settings) =>
        new("unreachable", $"No response from {settings.Host}, port {settings.Port}. Is the server listening there, and is a firewall blocking it?");

    private static T? FindInner<T>(Exception? error)
        where T : Exception => error is null ? null : error as T ?? FindInner<T>(error.InnerException);
}

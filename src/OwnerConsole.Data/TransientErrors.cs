using System.Security.Cryptography;
using Npgsql;

namespace OwnerConsole.Data;

/// <summary>Detects errors that may not occur again: transactions that blocked each other, or a server that is shutting down.</summary>
public static class TransientErrors
{
    private const int MaxAttempts = 3;

    public static bool IsTransient(PostgresException error) =>
        IsConflict(error) || error.SqlState.StartsWith("57P", StringComparison.Ordinal) || error.SqlState.StartsWith("53", StringComparison.Ordinal);

    /// <returns>Whether the data or the program caused it, so that a retry fails as well. Deadlocks, lost connections and shutdowns don't count.</returns>
    public static bool IsPermanent(Exception error) =>
        error switch
        {
            OperationCanceledException => false,
            PostgresException refused => !IsTransient(refused),
            NpgsqlException => false,
            _ => true,
        };

    /// <returns>Whether another transaction caused it, so that an immediate retry may succeed.</returns>
    public static bool IsConflict(PostgresException error) =>
        error.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable;

    /// <returns>Whether the statement timed out, so that a smaller request may succeed.</returns>
    public static bool IsTimeout(NpgsqlException error) =>
        error.InnerException is TimeoutException || error is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled };

    /// <returns>Whether the server or the connection failed, so that the transaction may succeed a moment later. One that takes too long is likely to fail again.</returns>
    public static bool IsInterruption(Exception error) => error is NpgsqlException sent && !IsPermanent(sent) && !IsTimeout(sent);

    /// <summary>Executes a whole transaction and retries it after a deadlock or lock timeout, at most three times with increasing delays.</summary>
    public static async Task<T> Retry<T>(Func<Task<T>> transaction, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await transaction();
            }
            catch (PostgresException error) when (attempt <= MaxAttempts && IsConflict(error))
            {
                await Task.Delay(attempt * RandomNumberGenerator.GetInt32(20, 60), stop);
            }
        }
    }
}

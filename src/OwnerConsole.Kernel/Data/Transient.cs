using System.Security.Cryptography;
using Npgsql;

namespace OwnerConsole.Kernel.Data;

/// <summary>Two transactions stood in each other's way, or the server is going: the same again may succeed.</summary>
internal static class Transient
{
    private const int Times = 3;

    public static bool Is(PostgresException error) =>
        IsClash(error) || error.SqlState.StartsWith("57P", StringComparison.Ordinal) || error.SqlState.StartsWith("53", StringComparison.Ordinal);

    /// <returns>whether another transaction is why: the same again may succeed at once</returns>
    public static bool IsClash(PostgresException error) =>
        error.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable;

    /// <returns>whether the statement was given up because it took too long: asked for less, it may be in time</returns>
    public static bool IsLate(NpgsqlException error) =>
        error.InnerException is TimeoutException || error is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled };

    /// <summary>Does a whole transaction, and after a deadlock or a lock that it gave up waiting for does it again, three times at most, each a little later than the one before.</summary>
    public static async Task<T> Again<T>(Func<Task<T>> transaction, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await transaction();
            }
            catch (PostgresException error) when (attempt <= Times && IsClash(error))
            {
                await Task.Delay(attempt * RandomNumberGenerator.GetInt32(20, 60), stop);
            }
        }
    }
}

namespace OwnerConsole.Trust.Retention;

/// <summary>A retention policy in the API.</summary>
/// <param name="Key">Permanent name of the policy.</param>
/// <param name="Kind">Kind of data.</param>
/// <param name="Description">What is deleted.</param>
/// <param name="Basis">Legal basis for the period.</param>
/// <param name="Setting">Key of the setting with the period; null for a fixed period, and for a period that only retention.change sets.</param>
/// <param name="Days">Days to keep the data; null for a fixed period, 0 while the policy is off.</param>
/// <param name="MinDays">Smallest allowed period; null for a fixed period.</param>
/// <param name="MaxDays">Largest allowed period; null for a fixed period.</param>
/// <param name="CanBeOff">Whether 0 days turns the policy off.</param>
/// <param name="Operation">Operation that the policy runs instead of deleting rows; null if it deletes rows.</param>
/// <param name="Kept">Number of stored rows, each table counted up to 100,000.</param>
/// <param name="OldestAt">Time of the oldest row; null without rows, or if all belong to periods that have not ended. Large tables without an index by age give an estimate.</param>
/// <param name="Due">Number of rows that the next run deletes, each table counted up to 100,000.</param>
/// <param name="Held">Number of rows that are due but kept by legal holds, each table counted up to 100,000.</param>
/// <param name="LastRunAt">End of the last run; null before the first.</param>
/// <param name="NextRunAt">Start of the next run; null while the background jobs have not started.</param>
/// <param name="Deleted">Number of rows deleted on the last day with deletions, in UTC.</param>
/// <param name="DeletedAt">Time of the last deletion; null before the first.</param>
/// <param name="Paused">Why the next run does nothing, as a sentence; null if nothing prevents it.</param>
public sealed record RetentionPolicyView(
    string Key,
    string Kind,
    string Description,
    string Basis,
    string? Setting,
    int? Days,
    int? MinDays,
    int? MaxDays,
    bool CanBeOff,
    string? Operation,
    long Kept,
    DateTimeOffset? OldestAt,
    long Due,
    long Held,
    DateTimeOffset? LastRunAt,
    DateTimeOffset? NextRunAt,
    long Deleted,
    DateTimeOffset? DeletedAt,
    string? Paused
);

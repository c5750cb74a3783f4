namespace OwnerConsole.Data;

/// <summary>A statement that took long.</summary>
/// <param name="Sql">Its text with the names of parameters, without their values.</param>
/// <param name="Origin">Declared origin of the writes of its unit of work, such as a kind of report; null for reads and runs.</param>
/// <param name="Operation">Operation that is executed; null outside of one.</param>
/// <param name="RunId">Run that is executed; null outside of one.</param>
/// <param name="CallerId">User who previews or runs the operation; null outside of one.</param>
/// <param name="Tenant">The only tenant of its unit of work apart from the platform; null if there is none or more than one.</param>
public sealed record SlowQuery(string Sql, TimeSpan Took, string? Origin, string? Operation, string? RunId, string? CallerId, string? Tenant);

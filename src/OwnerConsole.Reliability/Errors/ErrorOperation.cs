using OwnerConsole.Data;

namespace OwnerConsole.Reliability.Errors;

/// <summary>An operation of the application in which an error occurred.</summary>
/// <param name="Operation">Name of the transaction, such as GET /invoices.</param>
/// <param name="Events">Number of occurrences in this operation.</param>
/// <param name="FirstSeenAt">When it first occurred in this operation.</param>
/// <param name="LastSeenAt">When it last occurred in this operation.</param>
public sealed record ErrorOperation(string Operation, long Events, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt)
{
    internal static Task<IReadOnlyList<ErrorOperation>> List(string groupId, int limit, UnitOfWork work) =>
        work.List<ErrorOperation>(
            """
            select o.operation, o.events, o.first_seen_at, o.last_seen_at
              from errors.operations o
             where o.tenant_id = 'tnt_platform' and o.group_id = @groupId
             order by o.last_seen_at desc, o.operation
             limit @limit
            """,
            new { groupId, limit }
        );
}

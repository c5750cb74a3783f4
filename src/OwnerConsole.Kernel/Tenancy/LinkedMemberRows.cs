namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Rows about members in a table without a column of members, such as the texts of messages to them. A registered one is part of exports and counts.</summary>
/// <param name="Table">Name with its schema.</param>
/// <param name="Condition">SQL condition for rows <c>x</c> about the records <c>@records</c> of a member of <c>@tenantId</c>. It must find them by an index.</param>
public sealed record LinkedMemberRows(string Table, string Condition);

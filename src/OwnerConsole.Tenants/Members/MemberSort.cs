using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tenants.Members;

/// <summary>Order of a list of members, backed by an index. The default is most recently reported first.</summary>
public sealed record MemberSort(bool IsByName, bool IsDescending)
{
    public const string Name = "name";

    public static readonly MemberSort ByReported = new(IsByName: false, IsDescending: true);

    /// <exception cref="Problem">400: the order is unknown.</exception>
    public static MemberSort Read(IQueryCollection query) =>
        query.Text("sort") switch
        {
            null => ByReported,
            Name => new(IsByName: true, IsDescending: false),
            "-" + Name => new(IsByName: true, IsDescending: true),
            _ => throw Problem.Invalid("sort", $"must be one of {Name}, -{Name}."),
        };

    /// <param name="person">Alias of the member in the statement.</param>
    public string Order(char person)
    {
        var way = IsDescending ? " desc" : "";
        return IsByName ? $"order by {Key(person)}{way}, {person}.member_id{way}" : $"order by {person}.member_id{way}";
    }

    /// <summary>Condition for rows after the last row of the previous page.</summary>
    internal string After =>
        $"and {(IsByName ? $"({Key('m')}, m.member_id)" : "m.member_id")} {(IsDescending ? "<" : ">")} {(IsByName ? "(lower(@afterName), @afterId)" : "@afterId")}";

    internal string Cursor(FoundMember last) =>
        IsByName ? OwnerConsole.Data.Cursor.Of(last.Name ?? "", last.MemberId) : OwnerConsole.Data.Cursor.Of(last.MemberId);

    /// <exception cref="Problem">400: the cursor is invalid or belongs to a different order.</exception>
    internal (string? Name, string? Id) Read(string? cursor) =>
        cursor is null ? (null, null)
        : IsByName ? (OwnerConsole.Data.Cursor.Read(cursor, 2)[0], OwnerConsole.Data.Cursor.Read(cursor, 2)[1])
        : (null, OwnerConsole.Data.Cursor.Read(cursor, 1)[0]);

    /// <summary>Expression of the index members_in_order.</summary>
    private static string Key(char person) => $"lower(coalesce({person}.name, ''))";
}

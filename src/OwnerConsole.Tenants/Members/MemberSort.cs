using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tenants.Members;

/// <summary>An order of people: one that an index has ready. Without any, who was reported last comes first.</summary>
public sealed record MemberSort(bool IsByName, bool IsDown)
{
    public const string Name = "name";

    public static readonly MemberSort Reported = new(IsByName: false, IsDown: true);

    /// <exception cref="Problem">400: there is no such order</exception>
    public static MemberSort Read(IQueryCollection query) =>
        query.Text("sort") switch
        {
            null => Reported,
            Name => new(IsByName: true, IsDown: false),
            "-" + Name => new(IsByName: true, IsDown: true),
            _ => throw Problem.Invalid("sort", $"is one of {Name}, -{Name}."),
        };

    /// <param name="person">by its letter in the statement</param>
    public string Order(char person)
    {
        var way = IsDown ? " desc" : "";
        return IsByName ? $"order by {Key(person)}{way}, {person}.member_id{way}" : $"order by {person}.member_id{way}";
    }

    /// <summary>What comes after the last row of the page before.</summary>
    internal string After =>
        $"and {(IsByName ? $"({Key('m')}, m.member_id)" : "m.member_id")} {(IsDown ? "<" : ">")} {(IsByName ? "(lower(@afterName), @afterId)" : "@afterId")}";

    internal string Cursor(FoundMember last) => IsByName ? Kernel.Data.Cursor.Of(last.Name ?? "", last.MemberId) : Kernel.Data.Cursor.Of(last.MemberId);

    /// <exception cref="Problem">400: it isn't ours, or belongs to another order</exception>
    internal (string? Name, string? Id) Read(string? cursor) =>
        cursor is null ? (null, null)
        : IsByName ? (Kernel.Data.Cursor.Read(cursor, 2)[0], Kernel.Data.Cursor.Read(cursor, 2)[1])
        : (null, Kernel.Data.Cursor.Read(cursor, 1)[0]);

    /// <summary>What the index members_in_order is of.</summary>
    private static string Key(char person) => $"lower(coalesce({person}.name, ''))";
}

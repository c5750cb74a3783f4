using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Tenants.Members.Public;

namespace OwnerConsole.Tenants.Members;

/// <summary>Address of a member's page, including the positions in its lists.</summary>
/// <param name="Sessions">Position after the previous page of sessions.</param>
/// <param name="Cursor">Position after the previous page of the timeline.</param>
public sealed record MemberPageAddress(string MemberId, string? Sessions = null, string? Cursor = null)
{
    public static MemberPageAddress Of(string memberId, HttpRequest request) => new(memberId, request.Text("sessions"), request.Text("cursor"));

    public string Path
    {
        get
        {
            var query = new QueryBuilder();
            if (Sessions is not null)
                query.Add("sessions", Sessions);
            if (Cursor is not null)
                query.Add("cursor", Cursor);
            return MemberAddress.Of(MemberId) + query;
        }
    }
}

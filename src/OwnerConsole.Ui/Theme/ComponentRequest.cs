using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Ui.Theme;

/// <summary>The request that components are rendered for, with the antiforgery token of its forms.</summary>
internal sealed class ComponentRequest(IAntiforgery tokens) : AntiforgeryStateProvider
{
    public HttpContext Context { get; set; } = null!; // set before rendering starts

    public override AntiforgeryRequestToken? GetAntiforgeryToken() =>
        tokens.GetAndStoreTokens(Context) is { RequestToken: { } token } set ? new(token, set.FormFieldName) : null;
}

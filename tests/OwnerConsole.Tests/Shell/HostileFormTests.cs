using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Ui.Forms;

namespace OwnerConsole.Tests.Shell;

/// <summary>Hostile input in a form gets an error message.</summary>
[NotPooled("Hostile texts are rejected before the database, or stored by statements that the laws run.")]
public sealed class HostileFormTests(HostileFormTests.OwnedForms owned) : IClassFixture<HostileFormTests.OwnedForms>
{
    private static readonly string[] s_typed =
    [
        "\"><img data-hostile src=x onerror=alert(1)>",
        "{{constructor.constructor('alert(1)')()}}",
        "' or 1=1; drop table core.tenants; --\\",
        "\u202E\uFEFF\uFDD0 İ\u0338",
        "x\0y",
        "99999999999999999999",
        new string('9', 30_000),
        new string('x', 199) + "😀",
    ];

    /// <summary>Rotates like a law, because all operations together take several minutes.</summary>
    public static TheoryData<string> All => Examples.Those(_ => true, law: 10);

    [Theory]
    [MemberData(nameof(All))]
    public async Task Any_text_in_any_field_is_answered_without_a_server_error(string operation)
    {
        await using var stage = await LawHarness.Open(owned.Console);
        var given = await Examples.Of(operation).Arrange(stage);
        var example = Flat("", given.Input ?? stage.Catalogue.Find(operation).ExampleInput).ToDictionary(StringComparer.Ordinal);
        var fields = await Fields(stage.Catalogue.Find(operation), example);
        (string, string)[] whom = [("operation", operation), ("subject", given.Subject), ("back", "/tenants")];

        foreach (var (place, control) in fields.SelectMany(First).Index())
        foreach (var (number, text) in s_typed.Index())
        foreach (var address in Addresses(place + number))
        {
            var filled = new Dictionary<string, string>(example, StringComparer.Ordinal) { [control] = text };
            var answer = await owned.Owner.Post(address, [.. whom, .. filled.Select(pair => (pair.Key, pair.Value))]);

            ((int)answer.StatusCode).ShouldBeLessThan(500, $"{address} {operation} {control} {text[..Math.Min(text.Length, 60)]}: {owned.Owner.Page}");
        }
    }

    [Theory]
    [InlineData("/tenants?q=")]
    [InlineData("/members?q=")]
    [InlineData("/audit?q=")]
    [InlineData("/audit?actor=")]
    [InlineData("/find?q=")]
    [InlineData("/find/found?q=")]
    [InlineData("/find?q=suspend ")]
    [InlineData("/revenue/ledger?q=")]
    [InlineData("/settings?q=")]
    [InlineData("/emails?state=")]
    [InlineData("/tenants?open=")]
    [InlineData("/tenants?cursor=")]
    [InlineData("/explore?metric=tenants.opened&by=")]
    [InlineData("/explore?metric=sessions.time&tenant=")]
    [InlineData("/explore?tenant=")]
    [InlineData("/operations?state=")]
    [InlineData("/operations/new?operation=")]
    [InlineData("/operations/new?operation=tenant.suspend&subject=")]
    [InlineData("/operations/new?operation=tenant.suspend&selection=")]
    [InlineData("/operations/new?operation=tenant.suspend&retry=")]
    [InlineData("/operations/new?operation=tenant.suspend&matching=?q=")]
    [InlineData("/operations/new?operation=tenant.suspend&subject=tnt_0&back=")]
    [InlineData("/audit?subject=")]
    [InlineData("/help/")]
    [InlineData("/welcome?token=")]
    [InlineData("/sign-in?return=")]
    [InlineData("/tenants/")]
    [InlineData("/members/")]
    [InlineData("/operations/")]
    [InlineData("/emails/")]
    [InlineData("/webhooks/out/")]
    [InlineData("/settings/templates/")]
    public async Task Any_text_in_an_address_is_answered_without_a_server_error(string address)
    {
        foreach (var text in s_typed.Where(text => text.Length < 1_000))
        {
            var answer = await owned.Owner.Get(address + Uri.EscapeDataString(text));

            ((int)answer.StatusCode).ShouldBeLessThan(500, $"{address} {text}: {owned.Owner.Page}");
        }
    }

    /// <summary>Addresses that receive a text: that of the form and that of its run. CI sends each text to one of them, and each field half of the texts to either.</summary>
    private static string[] Addresses(int turn)
    {
        if (CiRotation.Part is null)
            return [OperationAddress.New, OperationAddress.Run];
        return [turn % 2 == 0 ? OperationAddress.New : OperationAddress.Run];
    }

    private async Task<IReadOnlyList<InputField>> Fields(Operation operation, Dictionary<string, string> given)
    {
        var fields = owned.Console.Services.GetRequiredService<InputFields>();
        return await fields.Of(operation, given.GetValueOrDefault, TestContext.Current.CancellationToken);
    }

    /// <summary>The controls of a field; for a list with several rows, those of the first row.</summary>
    private static IEnumerable<string> First(InputField field) => FormInput.Controls(field).Take(Math.Max(2, field.Fields.Count));

    /// <summary>Flattens an input to the fields that a form sends.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Flat(string name, JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => json.EnumerateObject().SelectMany(member => Flat(name.Length == 0 ? member.Name : $"{name}.{member.Name}", member.Value)),
            JsonValueKind.Array when json.EnumerateArray().Any(item => item.ValueKind is JsonValueKind.Object) => json.EnumerateArray()
                .SelectMany((item, row) => Flat($"{name}.{row}", item)),
            JsonValueKind.Array => [KeyValuePair.Create(name, string.Join('\n', json.EnumerateArray()))],
            JsonValueKind.Null => [],
            _ => [KeyValuePair.Create(name, json.ToString())],
        };

    /// <summary>The console of the law tests, with a signed-in owner.</summary>
    public sealed class OwnedForms : IAsyncLifetime
    {
        public RehearsalConsole Console { get; } = new();

        public TestBrowser Owner { get; private set; } = null!; // signed in before any test sees it

        public async ValueTask InitializeAsync()
        {
            await Console.InitializeAsync();
            Owner = await TestBrowser.Owner(Console);
        }

        public ValueTask DisposeAsync() => Console.DisposeAsync();
    }
}

using System.Globalization;
using System.Text.Json;
using OwnerConsole.Api;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Ui.Forms;

namespace OwnerConsole.Tests.Api;

/// <summary>Form, schema and example of an operation come from one declaration and must agree.</summary>
[NotPooled("Compares declarations of operations, which are not in the database.")]
public sealed class OperationViewTests(OperationViewTests.DescribedConsole console) : IClassFixture<OperationViewTests.DescribedConsole>
{
    private static readonly OperationCatalogue s_operations = Examples.CatalogueOf(ModuleList.All);

    public static TheoryData<string> Catalogue => [.. s_operations.All.Select(operation => operation.Definition.Name)];

    [Theory]
    [MemberData(nameof(Catalogue))]
    public void Schema_form_and_example_have_the_same_fields(string operation)
    {
        var view = console.Views[operation];

        var (schema, example) = (view.GetProperty("input"), view.GetProperty("example"));
        var fields = view.GetProperty("fields").EnumerateArray().ToList();
        var required = Names(fields.Where(field => field.GetProperty("required").GetBoolean()));
        var properties = schema.TryGetProperty("properties", out var known) ? known : Json.Element(new { });
        properties.EnumerateObject().Select(property => property.Name).ShouldBe(Names(fields));
        (schema.TryGetProperty("required", out var needed) ? needed.EnumerateArray().Select(name => name.GetString()!) : []).ShouldBe(required);
        schema.GetProperty("additionalProperties").GetBoolean().ShouldBeFalse();
        example.EnumerateObject().Select(member => member.Name).ShouldBe(Names(fields));
        foreach (var field in fields)
            Text(properties.GetProperty(field.GetProperty("name").GetString()!), "description").ShouldBe(Text(field, "help"));
    }

    /// <remarks>A form's property with the name of one of its fields is that field, so a script that compares <c>form.attributes</c> would fail.</remarks>
    [Fact]
    public void No_field_hides_a_property_of_its_form()
    {
        string[] properties = ["after", "append", "attributes", "before", "children", "closest", "contains", "elements", "id", "matches", "remove", "style"];

        var fields =
            from operation in s_operations.All
            from field in InputField.Of(operation.InputType)
            where properties.Contains(field.Name)
            select $"{operation.Definition.Name}: {field.Name}";

        fields.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Catalogue))]
    public void A_form_filled_in_with_the_example_submits_the_example(string name)
    {
        var operation = s_operations.Find(name);

        var sent = FormInput.Json(InputField.Of(operation.InputType), control => Typed(operation.ExampleInput, control));

        Json.Element(Json.Read(sent, operation.InputType)).GetRawText().ShouldBe(operation.ExampleInput.GetRawText());
    }

    [Theory]
    [MemberData(nameof(Catalogue))]
    public void The_API_description_contains_the_input_of_each_operation(string name)
    {
        var operation = s_operations.Find(name);

        var schema = console
            .Description.GetProperty("components")
            .GetProperty("schemas")
            .GetProperty(operation.InputType.DeclaringType?.Name + operation.InputType.Name);
        foreach (var field in InputField.Of(operation.InputType).Where(field => field.Help is not null))
            Text(schema.GetProperty("properties").GetProperty(field.Name), "description").ShouldStartWith(field.Help!); // the default follows
        if (operation.Definition.Subject != "tenant" || !operation.ExampleInput.EnumerateObject().Any())
            return;
        var body = console
            .Description.GetProperty("paths")
            .GetProperty($"/api/v1/tenants/{{id}}/{OperationEndpoints.Verb(name)}")
            .GetProperty("post")
            .GetProperty("requestBody");
        var example = body.GetProperty("content").GetProperty("application/json").GetProperty("example");
        JsonElement.DeepEquals(example, operation.ExampleInput).ShouldBeTrue(example.GetRawText());
    }

    private static IEnumerable<string> Names(IEnumerable<JsonElement> fields) => fields.Select(field => field.GetProperty("name").GetString()!);

    private static string? Text(JsonElement one, string name) => one.TryGetProperty(name, out var text) ? text.GetString() : null;

    /// <summary>The text that a person types into a control such as <c>name</c>, <c>price.amount</c> or <c>items.0.plan</c>.</summary>
    private static string? Typed(JsonElement example, string control)
    {
        var value = example;
        // Forms use other control names for fields that are called like their own controls.
        foreach (var step in (control.StartsWith("input_", StringComparison.Ordinal) ? control["input_".Length..] : control).Split('.'))
        {
            if (step == "amount" && value.ValueKind is JsonValueKind.Object && value.TryGetProperty("currency", out var currency))
                return new Money(value.GetProperty("amount").GetInt64(), currency.GetString()!).InputText;
            if (value.ValueKind is JsonValueKind.Array)
                value = value.EnumerateArray().ElementAtOrDefault(int.Parse(step, CultureInfo.InvariantCulture));
            else if (value.ValueKind is not JsonValueKind.Object || !value.TryGetProperty(step, out value))
                return null;
        }
        return value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Array => string.Join('\n', value.EnumerateArray().Select(line => line.ToString())),
            _ => value.ToString(),
        };
    }

    /// <summary>Reads the operations and the API description once, because each contains all operations.</summary>
    public sealed class DescribedConsole : TestConsole, IAsyncLifetime
    {
        public IReadOnlyDictionary<string, JsonElement> Views { get; private set; } = null!; // read before any test sees it

        public JsonElement Description { get; private set; } // read before any test sees it

        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            var app = await TestApplication.Connect(this);
            var all = await app.Get("/api/v1/operations");
            Views = all.GetProperty("data").EnumerateArray().ToDictionary(view => view.GetProperty("name").GetString()!, StringComparer.Ordinal);
            Description = JsonSerializer.Deserialize<JsonElement>(await Client.GetStringAsync("/openapi/v1.json"));
        }
    }
}

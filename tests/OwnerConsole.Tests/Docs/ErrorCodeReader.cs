using System.Globalization;
using Mono.Cecil;
using Mono.Cecil.Cil;
using OwnerConsole.Tests.Architecture;

namespace OwnerConsole.Tests.Docs;

/// <summary>Reads the codes of all errors from the compiled product: those passed to the constructors of problems, refusals and rejections, also through variables and parameters.</summary>
internal static class ErrorCodeReader
{
    private const int MaxCalls = 3; // from a constructor through helpers to the constant

    private static readonly Dictionary<string, int> s_constructors = new(StringComparer.Ordinal)
    {
        ["OwnerConsole.Data.Problem"] = 1,
        ["OwnerConsole.Kernel.Operations.Refusal"] = 0,
        ["OwnerConsole.Metrics.Ingest.Rejection"] = 0,
    };

    private static readonly Lazy<MethodDefinition[]> s_methods = new(() =>
        [.. Product.Types.SelectMany(WithNested).SelectMany(type => type.Methods).Where(method => method.HasBody)]
    );

    private static readonly Lazy<ILookup<string, (MethodDefinition Method, int At)>> s_calls = new(() =>
        (
            from method in s_methods.Value
            from at in Indices(method)
            let code = method.Body.Instructions[at]
            where code.OpCode.FlowControl == FlowControl.Call && code.Operand is MethodReference
            select (Called: ((MethodReference)code.Operand).FullName, At: (method, at))
        ).ToLookup(call => call.Called, call => call.At, StringComparer.Ordinal)
    );

    /// <returns>Each code with its type, and a null code for one that is calculated.</returns>
    public static IReadOnlyList<ErrorCode> All() =>
        [
            .. from method in s_methods.Value
            from at in Enumerable.Range(0, method.Body.Instructions.Count)
            let created = method.Body.Instructions[at]
            where created.OpCode == OpCodes.Newobj && s_constructors.ContainsKey(((MethodReference)created.Operand).DeclaringType.FullName)
            let type = ((MethodReference)created.Operand).DeclaringType
            from code in Values(method, at, s_constructors[type.FullName], MaxCalls)
            select new ErrorCode(type.Name, code, Status(type, method, at), method.FullName),
        ];

    private static int? Status(TypeReference type, MethodDefinition method, int at) =>
        type.Name == "Problem" && Producers(method, at, 0) is [var only] && Number(method.Body.Instructions[only]) is { } status ? status : null;

    private static int? Number(Instruction code) =>
        code.OpCode == OpCodes.Ldc_I4 || code.OpCode == OpCodes.Ldc_I4_S ? Convert.ToInt32(code.Operand, CultureInfo.InvariantCulture) : null;

    /// <returns>The constant texts that an argument of a call can have; null for one that is calculated.</returns>
    private static IEnumerable<string?> Values(MethodDefinition method, int call, int argument, int calls) =>
        Producers(method, call, argument).SelectMany(at => Values(method, at, calls)).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string?> Values(MethodDefinition method, int at, int calls)
    {
        var code = method.Body.Instructions[at];
        if (code.OpCode == OpCodes.Ldstr)
            return [(string)code.Operand];
        if (Variable(code, "ldloc", method) is { } variable)
            return Indices(method)
                .Where(index => Variable(method.Body.Instructions[index], "stloc", method) == variable)
                .SelectMany(index => Producers(method, index, 0).SelectMany(from => Values(method, from, calls)));
        if (code.OpCode == OpCodes.Ldfld && code.Operand is FieldDefinition field)
            return Stored(field).SelectMany(store => Values(store.Method, store.At, 1, calls)).DefaultIfEmpty(null);
        if (Parameter(code, method) is >= 0 and var parameter && calls > 0)
            return Callers(method).SelectMany(caller => Values(caller.Method, caller.At, parameter, calls - 1));
        return [null];
    }

    private static IEnumerable<(MethodDefinition Method, int At)> Callers(MethodDefinition called) => s_calls.Value[called.FullName];

    /// <returns>Where a variable of an asynchronous method, which is a field of its state, gets its values.</returns>
    private static IEnumerable<(MethodDefinition Method, int At)> Stored(FieldDefinition field) =>
        from method in field.DeclaringType.Methods
        where method.HasBody
        from at in Indices(method)
        where method.Body.Instructions[at].OpCode == OpCodes.Stfld && method.Body.Instructions[at].Operand == field
        select (method, at);

    private static IEnumerable<int> Indices(MethodDefinition method) => Enumerable.Range(0, method.Body.Instructions.Count);

    private static int? Variable(Instruction code, string name, MethodDefinition method)
    {
        if (!code.OpCode.Name.StartsWith(name, StringComparison.Ordinal) || code.OpCode.Name.StartsWith("ldloca", StringComparison.Ordinal))
            return null;
        return code.Operand is VariableDefinition variable ? method.Body.Variables.IndexOf(variable) : code.OpCode.Name[^1] - '0';
    }

    /// <returns>The index of the parameter that the instruction loads, without <c>this</c>.</returns>
    private static int? Parameter(Instruction code, MethodDefinition method)
    {
        if (!code.OpCode.Name.StartsWith("ldarg", StringComparison.Ordinal) || code.OpCode.Name.StartsWith("ldarga", StringComparison.Ordinal))
            return null;
        if (code.Operand is ParameterDefinition parameter)
            return parameter.Index;
        return code.OpCode.Name[^1] - '0' - (method.HasThis ? 1 : 0);
    }

    /// <returns>The instructions that can have pushed this argument; several for a condition.</returns>
    private static List<int> Producers(MethodDefinition method, int call, int argument)
    {
        var codes = method.Body.Instructions;
        var depths = StackDepths.Of(method);
        var slot = depths[call] - Arguments(codes[call]) + argument;
        var found = new List<int>();
        for (var at = call - 1; at >= 0; at--)
        {
            if (depths[at] > slot || StackDepths.After(method, at, depths[at]) != slot + 1)
                continue;
            found.Add(Result(method, at, call, slot));
            // The other branch of a condition ends with a jump to the instruction after this one.
            if (at < 2 || codes[at - 1].OpCode.FlowControl != FlowControl.Branch || codes[at - 1].Operand != codes[at + 1])
                break;
            at--;
        }
        return found;
    }

    /// <returns>The last instruction that changes a value after it was pushed, such as a call that takes and returns it.</returns>
    private static int Result(MethodDefinition method, int pushed, int call, int slot)
    {
        var depths = StackDepths.Of(method);
        var last = pushed;
        for (var at = pushed + 1; at < call && method.Body.Instructions[at].OpCode.FlowControl != FlowControl.Branch; at++)
            if (StackDepths.Left(method, at, depths[at]) <= slot)
                last = at;
        return last;
    }

    private static int Arguments(Instruction code) =>
        code.Operand is MethodReference called ? called.Parameters.Count
        : code.OpCode == OpCodes.Stfld ? 2
        : 1;

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) => type.NestedTypes.SelectMany(WithNested).Prepend(type);
}

/// <summary>An error code in the source.</summary>
/// <param name="Type"><c>Problem</c>, <c>Refusal</c> or <c>Rejection</c>.</param>
/// <param name="Code">Null if it is calculated.</param>
/// <param name="Status">HTTP status of a problem, if it is constant.</param>
internal sealed record ErrorCode(string Type, string? Code, int? Status, string Method);

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// Play money that behaves as BTT does on TRON: 18 decimals, the same supply, an allowance of 2^256 - 1 never shrinks.
contract PlayBtt is ERC20 {
    constructor(address treasury) ERC20("Play BTT", "BTT") {
        _mint(treasury, 990_000_000_000_000 * 10 ** 18);
    }

    function increaseAllowance(address spender, uint256 more) external returns (bool) {
        _approve(msg.sender, spender, allowance(msg.sender, spender) + more);
        return true;
    }

    function decreaseAllowance(address spender, uint256 less) external returns (bool) {
        _approve(msg.sender, spender, allowance(msg.sender, spender) - less);
        return true;
    }
}
